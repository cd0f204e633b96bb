# shellcheck shell=bash
# shellcheck disable=SC2154 # the hook has set these variables
# shellcheck disable=SC2016 # PROMPT_COMMAND holds the name of a variable
# What awsprompt's hook for bash loads when it is first needed: the functions that switch, and one for
# PROMPT_COMMAND. They replace those of their names. They may come from a newer release than the hook.

# Returns whether a text is a number of seconds that bash arithmetic can hold.
__awsprompt_is_seconds() {
  [[ -n $1 && $1 != *[!0-9]* && ${#1} -le 12 ]]
}

# Switches back to the previous profile if a limit of the current one has passed. Runs at each
# prompt; code that wraps a command may call it first. bash does not know when a command started, so
# a long command counts as idle time. The binary says so; without it this stays silent, as an error
# would appear at every prompt.
__awsprompt_let_go() {
  # A limit applies to one profile only; `[[` might not tell upper from lower case.
  if [[ -z ${AWSPROMPT_UNTIL-}${AWSPROMPT_IDLE-} ]] ||
    [ "${AWSPROMPT_LIMITED-${AWS_PROFILE-}}" != "${AWS_PROFILE-}" ]; then
    __awsprompt_since=
    return 0
  fi
  local now over='' change profile=${AWS_PROFILE-}
  # bash 4.2 and later read the clock without a process.
  printf -v now '%(%s)T' -1 2>&- || now=$(command date +%s) || now=
  __awsprompt_is_seconds "$now" || return 0
  if __awsprompt_is_seconds "${AWSPROMPT_UNTIL-}" && ((now >= 10#$AWSPROMPT_UNTIL)); then
    over=until
  elif __awsprompt_is_seconds "${AWSPROMPT_IDLE-}" &&
    ((now - ${__awsprompt_since:-$now} >= 10#$AWSPROMPT_IDLE)); then
    over=idle
  fi
  __awsprompt_since=$now
  [[ -n $over ]] || return 0
  change=$(
    command "$__awsprompt_binary" switch --shell bash --let-go "$over" 2>&-
  ) || return 0
  [[ -z $change ]] || ! __awsprompt_evaluate "$change" || __awsprompt_ended=$profile
}

# Evaluates a change of the environment, either completely or not at all.
__awsprompt_evaluate() {
  local said
  # A readonly variable would stop the change halfway, so try it in a subshell first.
  # shellcheck disable=SC2034 # only the status counts
  if ! said=$(eval "$1" 2>&1); then
    printf 'awsprompt: this shell refuses the change, perhaps for a readonly variable\n' >&2
    return 1
  fi
  eval "$1"
}

# Switches to another profile; with -l, or without arguments in a pipe, lists the profiles. The output
# of the binary is complete only if it succeeds, so it is evaluated only then.
__awsprompt_switch() {
  if [[ ${1-} == -l || ${1-} == --list || ($# -eq 0 && ! -t 1) ]]; then
    command "$__awsprompt_binary" list "${@:2}"
    return
  fi
  local __awsprompt_change
  # A person can choose, even if the standard streams are redirected.
  [[ $- != *i* ]] || set -- --interactive "$@"
  __awsprompt_change=$(
    command "$__awsprompt_binary" switch --shell bash --as "$__awsprompt_command" "$@"
  ) || return
  if ! __awsprompt_evaluate "$__awsprompt_change"; then
    printf 'hint: nothing was changed; disregard the lines above\n' >&2
    return 1
  fi
  __awsprompt_since=
  __awsprompt_ended=
  [[ $BASHPID == "$$" || -z $__awsprompt_change ]] ||
    printf 'hint: this is a subshell; the shell that started it stays as it was\n' >&2
  # Whatever has replaced PROMPT_COMMAND, a time limit needs the hook.
  __awsprompt_register || :
  # A key of `bind -x`: readline keeps the prompt that it has drawn.
  [[ -z ${READLINE_LINE+x} ]] ||
    printf 'hint: the prompt below still shows what was before; the next one is right\n' >&2
}

# Lets another hook keep the last place, if it moves itself to the end at every prompt.
# The hook has taken it in before, so it is removed from the hook's own commands. PS1 then asks for the
# segment after it.
__awsprompt_yield() {
  local call='"${__awsprompt_run-eval}" '\' quote=\' escaped=\'\\\'\' behind='' name text rest own index
  local -a indexes
  indexes=("${!PROMPT_COMMAND[@]}")
  for ((index = ${#indexes[@]} - 1; index >= 0; index--)); do
    name="PROMPT_COMMAND[${indexes[index]}]"
    ((indexes[index] > 0)) || name=PROMPT_COMMAND
    text=${!name-}
    if [[ $text != *"$call"* ]]; then
      behind=$text${behind:+${text:+$'\n'}$behind}
      continue
    fi
    # No command holds this character.
    rest=${text#*"$call"}
    rest=${rest//"$escaped"/$'\6'}
    own=${rest%%\'*}
    rest=${rest#*\'}
    behind=${rest#[;$'\n']}${behind:+${rest:+$'\n'}$behind}
    behind=${behind%$'\n'}
    while [[ -n $behind && $'\n'$own == *[$';\n ']"$behind" ]]; do
      own=${own%"$behind"}
      own=${own%[;$'\n']}
    done
    own=$own$quote$rest
    __awsprompt_set "$name" "${text%%"$call"*}$call${own//$'\6'/$escaped}"
    return
  done
}
