# shellcheck shell=bash
# shellcheck disable=SC2154 # `init` prints these variables before this file
# shellcheck disable=SC2016 # bash expands PS1 when it shows the prompt
# shellcheck disable=SC2178 # PROMPT_COMMAND may be a string or an array
# awsprompt's hook for bash 3.2 and later.
#
# Loaded by `eval "$(awsprompt init bash)"`, which sets three variables first:
#   __awsprompt_binary     the program to run
#   __awsprompt_placement  auto, left, right or none
#   __awsprompt_command    the name of the switching function, by default awsp, or empty
# The switching function is defined after this file.
#
# At each prompt the hook first switches back if the profile's time is up. Then it runs the binary
# once and keeps the answer in AWSPROMPT_SEGMENT, which PS1 shows. It can be loaded twice. It runs
# as the last hook, so that no other hook sees the $? that it leaves. `awsprompt doctor` reads the
# state of the hook from AWSPROMPT_HOOK.

AWSPROMPT_SEGMENT=${AWSPROMPT_SEGMENT-}
# The time of the last prompt, for idle limits.
__awsprompt_since=
# The profile whose time ended since the last prompt. A command that was typed for it must not change
# another account.
__awsprompt_ended=

__awsprompt_refresh() {
  local segment right=
  [[ $__awsprompt_placement == right ]] && right=--right
  # The binary compares these values with its own environment to find unexported variables. `exec`
  # saves a process: bash would fork once more for `command`.
  segment=$(
    builtin exec "$__awsprompt_binary" prompt --shell bash ${right:+"$right"} \
      ${AWS_PROFILE+"--seen=AWS_PROFILE=$AWS_PROFILE"} \
      ${AWS_DEFAULT_PROFILE+"--seen=AWS_DEFAULT_PROFILE=$AWS_DEFAULT_PROFILE"} \
      ${AWSPROMPT_LOCK+"--seen=AWSPROMPT_LOCK=$AWSPROMPT_LOCK"} 2>/dev/null
  ) || segment='[AWS:?]'
  AWSPROMPT_SEGMENT=$segment
}

# Exports the state of the hook for `awsprompt doctor`: the shell it belongs to, how often the hook
# was loaded, its place among the hooks, and the names of the AWS variables in this shell. From the
# names doctor finds the variables that are not exported.
__awsprompt_mark() {
  AWSPROMPT_HOOK=$__awsprompt_shell:$__awsprompt_loads:$1:
  AWSPROMPT_HOOK+=${AWS_PROFILE+AWS_PROFILE,}${AWS_DEFAULT_PROFILE+AWS_DEFAULT_PROFILE,}
  AWSPROMPT_HOOK+=${AWS_REGION+AWS_REGION,}${AWS_DEFAULT_REGION+AWS_DEFAULT_REGION,}
  AWSPROMPT_HOOK+=${AWS_ACCESS_KEY_ID+AWS_ACCESS_KEY_ID,}
  AWSPROMPT_HOOK+=${AWS_SECRET_ACCESS_KEY+AWS_SECRET_ACCESS_KEY,}
  AWSPROMPT_HOOK+=${AWS_SESSION_TOKEN+AWS_SESSION_TOKEN,}${AWS_CONFIG_FILE+AWS_CONFIG_FILE,}
  AWSPROMPT_HOOK+=${AWS_SHARED_CREDENTIALS_FILE+AWS_SHARED_CREDENTIALS_FILE,}
  AWSPROMPT_HOOK+=${AWSPROMPT_LOCK+AWSPROMPT_LOCK,}${__awsprompt_guards:+:guard}
  export AWSPROMPT_HOOK
}

# Returns whether a text is a number of seconds that bash arithmetic can hold.
__awsprompt_is_seconds() {
  [[ -n $1 && $1 != *[!0-9]* && ${#1} -le 12 ]]
}

# Switches back to the previous profile if a limit of the current one has passed. Runs at each
# prompt; code that wraps a command may call it first. bash does not know when a command started, so
# a long command counts as idle time. The binary prints a message about the switch. If the binary is
# missing this stays silent, as an error would appear at every prompt.
__awsprompt_let_go() {
  # A limit applies to one profile only.
  if [[ -z ${AWSPROMPT_UNTIL-}${AWSPROMPT_IDLE-} ||
    ${AWSPROMPT_LIMITED-${AWS_PROFILE-}} != "${AWS_PROFILE-}" ]]; then
    __awsprompt_since=
    return 0
  fi
  local now over='' change profile=${AWS_PROFILE-}
  # bash 4.2 and later read the clock without a process.
  if ((BASH_VERSINFO[0] > 4 || (BASH_VERSINFO[0] == 4 && BASH_VERSINFO[1] >= 2))); then
    printf -v now '%(%s)T' -1
  else
    now=$(command date +%s) || now=
  fi
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
    command "$__awsprompt_binary" switch --shell bash --let-go "$over" 2>/dev/null
  ) || return 0
  [[ -n $change ]] && __awsprompt_evaluate "$change" || return 0
  __awsprompt_ended=$profile
}

# Evaluates a change of the environment, either completely or not at all.
__awsprompt_evaluate() {
  # A readonly variable would stop the change halfway, so try it in a subshell first.
  if ! (eval "$1") >/dev/null 2>&1; then
    printf 'awsprompt: this shell refuses the change, perhaps for a readonly variable\n' >&2
    return 1
  fi
  eval "$1"
}

# Switches to another profile; without arguments, lists the profiles. The output of the binary is
# complete only if it succeeds, so it is evaluated only then.
__awsprompt_switch() {
  if (($# == 0)); then
    command "$__awsprompt_binary" list
    return
  fi
  local __awsprompt_change
  __awsprompt_change=$(command "$__awsprompt_binary" switch --shell bash "$@") || return
  if ! __awsprompt_evaluate "$__awsprompt_change"; then
    printf 'hint: nothing was changed; disregard the lines above\n' >&2
    return 1
  fi
  __awsprompt_since=
  __awsprompt_ended=
}

# Returns whether a theme or another program draws the whole prompt.
__awsprompt_prompt_is_owned() {
  [[ ${STARSHIP_SHELL-} == bash || -n ${POSH_THEME-}${POSH_SESSION_ID-} ]]
}

# Adds the segment to PS1, once. PS1 gets the name of the variable: bash expands it at each prompt
# and never runs code in its value. If other commands run after the hook, they may still change the
# environment; for that one prompt PS1 runs the binary instead.
__awsprompt_place() {
  # Without this option PS1 would show the name of the variable instead of its value.
  shopt -q promptvars || return 0
  local now='${AWSPROMPT_SEGMENT:+$AWSPROMPT_SEGMENT }' other='$(__awsprompt_look_again)' swap
  [[ $__awsprompt_placement == right ]] && now='${AWSPROMPT_SEGMENT}'
  [[ -n $__awsprompt_is_early ]] && swap=$now now=$other other=$swap
  case ${PS1-} in
    *"$other"*)
      PS1=${PS1/"$other"/$now}
      return 0
      ;;
    *"$now"* | *AWSPROMPT_SEGMENT*) return 0 ;;
  esac
  case $__awsprompt_placement in
    none) return 0 ;;
    auto) ! __awsprompt_prompt_is_owned || return 0 ;;
  esac
  PS1=$now${PS1-}
}

__awsprompt_look_again() {
  local status=$? gap=' '
  [[ $__awsprompt_placement == right ]] && gap=
  __awsprompt_refresh
  printf %s "${AWSPROMPT_SEGMENT:+$AWSPROMPT_SEGMENT$gap}"
  return "$status"
}

# Makes the hook the last one at a prompt: a later hook could change the environment.
__awsprompt_register() {
  if [[ -n ${bash_preexec_imported-}${__bp_imported-} ]]; then
    __awsprompt_leave_prompt_command
    __awsprompt_register_with_bash_preexec
  elif ((BASH_VERSINFO[0] > 5 || (BASH_VERSINFO[0] == 5 && BASH_VERSINFO[1] >= 1))); then
    __awsprompt_register_in_array "$@"
  else
    __awsprompt_register_in_string "$@"
  fi
}

__awsprompt_register_with_bash_preexec() {
  local name=
  local -a others
  others=()
  for name in ${precmd_functions[@]+"${precmd_functions[@]}"}; do
    [[ $name == __awsprompt_hook ]] || others+=("$name")
  done
  [[ $name == __awsprompt_hook ]] || __awsprompt_is_early=1
  precmd_functions=(${others[@]+"${others[@]}"} __awsprompt_hook)
}

__awsprompt_leave_prompt_command() {
  local index
  for index in ${PROMPT_COMMAND[@]+"${!PROMPT_COMMAND[@]}"}; do
    PROMPT_COMMAND[index]=${PROMPT_COMMAND[index]//$'\n'__awsprompt_hook/}
    [[ ${PROMPT_COMMAND[index]} != __awsprompt_hook ]] || PROMPT_COMMAND[index]=
  done
}

# In bash 5.1 and later PROMPT_COMMAND may be an array. The hook is a separate element and never the
# first, so that code which edits `$PROMPT_COMMAND` neither removes it nor adds a command after it.
# bash may be running the array right now, so elements are emptied and appended, never removed.
__awsprompt_register_in_array() {
  local index last=
  for index in ${PROMPT_COMMAND[@]+"${!PROMPT_COMMAND[@]}"}; do
    [[ ${PROMPT_COMMAND[index]} == __awsprompt_hook ]] && last=$index
  done
  if [[ -z $last ]]; then
    # Another program calls the hook now; a second call would only repeat the work.
    [[ ${1-} == first ]] || return 0
    # The first element must not be empty: other programs append a semicolon to it unchecked. This
    # placeholder keeps $?, and as the start of a list it triggers neither an ERR trap nor `set -e`.
    [[ -n ${PROMPT_COMMAND-} ]] || PROMPT_COMMAND[0]='__awsprompt_pass && :'
    PROMPT_COMMAND+=(__awsprompt_hook)
  elif [[ $last != "$index" ]]; then
    PROMPT_COMMAND[last]=
    PROMPT_COMMAND+=(__awsprompt_hook)
    __awsprompt_is_early=1
  fi
}

__awsprompt_register_in_string() {
  local commands=${PROMPT_COMMAND-}
  case $commands in
    *__awsprompt_hook) return 0 ;;
    *__awsprompt_hook*)
      commands=${commands//$'\n'__awsprompt_hook/}
      commands=${commands#__awsprompt_hook}
      __awsprompt_is_early=1
      ;;
    *) [[ ${1-} == first ]] || return 0 ;;
  esac
  # A separator that is left at either end may be a syntax error.
  while [[ $commands == [\;\ $'\n']* ]]; do
    commands=${commands#?}
  done
  while [[ $commands == *[\;\ $'\n'] ]]; do
    commands=${commands%?}
  done
  PROMPT_COMMAND=${commands:+$commands$'\n'}__awsprompt_hook
}

__awsprompt_pass() {
  return "$?"
}

# bash gives each command of the array, and the prompt, the user's $? and PIPESTATUS again, whatever
# the previous command returned. So the hook can always succeed: a failure would trigger the user's
# ERR trap, and end a shell that runs under `set -e`.
__awsprompt_hook() {
  local __awsprompt_is_early=
  __awsprompt_register
  __awsprompt_let_go
  __awsprompt_ended=
  __awsprompt_refresh
  __awsprompt_place
  # Once is harmless. At every prompt it means that another hook also moves itself to the end.
  if [[ -n $__awsprompt_is_early && -n $__awsprompt_was_early ]]; then
    __awsprompt_mark early
  else
    __awsprompt_mark last
  fi
  __awsprompt_was_early=$__awsprompt_is_early
  __awsprompt_prompts=1
  [[ -n $__awsprompt_completes ]] || __awsprompt_register_completion
}

# Completion of names. The hook completes profiles and regions, and forwards everything else to the
# command's former completion. bash inserts an answer unchanged, so the binary quotes it.

# Joins the words that bash has split at `:` and `=`. Sets `word` to the word up to the cursor,
# `before` to the previous word, and `ended` to 1 if `--` has ended the flags.
__awsprompt_read_line() {
  local rest=${COMP_LINE:0:COMP_POINT} index blank
  word='' before='' ended=''
  for ((index = 0; index <= COMP_CWORD; index++)); do
    blank=${rest%%[![:space:]]*}
    rest=${rest#"$blank"}
    if [[ -n $blank ]]; then
      before=$word
      word=
      [[ $before != -- ]] || ended=1
    fi
    # The last word may continue after the cursor.
    ((index == COMP_CWORD)) || blank=${COMP_WORDS[index]}
    ((index < COMP_CWORD)) || blank=$rest
    word+=$blank
    rest=${rest#"$blank"}
  done
}

# Splits answers at line ends only, without globbing.
__awsprompt_reply() {
  local IFS=$'\n' glob=
  [[ $- == *f* ]] || glob=1
  set -f
  # shellcheck disable=SC2206 # the answers have to be split, and globbing is off
  COMPREPLY=($1)
  [[ -z $glob ]] || set +f
}

# Offers profiles or regions. The second argument is the part of the word before the name.
__awsprompt_offer() {
  local names
  names=$(
    command "$__awsprompt_binary" complete "$1" --shell bash ${3+"$3"} \
      "--before=$2" "--word=$word" "--breaks=$COMP_WORDBREAKS" 2>/dev/null
  ) || names=
  __awsprompt_reply "$names"
  # Do not complete file names, even if the former completion falls back on them. bash has compopt
  # since version 4.
  compopt +o filenames +o default +o bashdefault +o nospace 2>/dev/null || :
}

__awsprompt_complete_flags() {
  local word before ended
  __awsprompt_read_line
  case $word in
    --profile=*) __awsprompt_offer profiles --profile= ;;
    --region=*) __awsprompt_offer regions --region= ;;
    *)
      case $1$ended:$before in
        *:--profile | awsprompt:exec) __awsprompt_offer profiles '' --no-flags ;;
        *:--region | awsprompt:-r) __awsprompt_offer regions '' ;;
        *) __awsprompt_forward "$@" ;;
      esac
      ;;
  esac
}

__awsprompt_complete_aws() { __awsprompt_complete_flags aws "$@"; }
__awsprompt_complete_awsprompt() { __awsprompt_complete_flags awsprompt "$@"; }

__awsprompt_complete_export() {
  local word before ended
  __awsprompt_read_line
  case $word in
    AWS_PROFILE=*) __awsprompt_offer profiles AWS_PROFILE= ;;
    *) __awsprompt_forward export "$@" ;;
  esac
}

__awsprompt_complete_switch() {
  local word before ended
  __awsprompt_read_line
  case $ended$before/$word in
    1*) __awsprompt_offer profiles '' ;;
    -r/* | --region/*) __awsprompt_offer regions '' ;;
    */--region=*) __awsprompt_offer regions --region= ;;
    --for/*) __awsprompt_reply "$(compgen -W '15m 30m 1h' -- "$word")" ;;
    */-*)
      __awsprompt_reply "$(compgen -W '- -- -r --clear --for --help --lock --off --on --region --unlock' -- "$word")"
      ;;
    *) __awsprompt_offer profiles '' --no-flags ;;
  esac
}

# Runs the former completion of a command: a function, a program or a `compgen` action.
__awsprompt_forward() {
  local name=$1 spec=__awsprompt_former_$1 index
  local -a parts
  shift
  spec=${!spec-}
  if [[ -z $spec ]]; then
    __awsprompt_load_former "$name" "$@"
    spec=__awsprompt_former_$name
    spec=${!spec-}
  fi
  # `complete -p` prints words that are quoted for eval.
  eval "parts=($spec)"
  for ((index = 1; index < ${#parts[@]} - 2; index++)); do
    case ${parts[index]} in
      -F)
        # A failure would end a shell under `set -e`. It also means that the function may have
        # registered another completion in place of this one.
        "${parts[index + 1]}" "$@" || __awsprompt_wrap "$name"
        return 0
        ;;
      -C)
        __awsprompt_reply "$(
          export COMP_LINE COMP_POINT COMP_KEY COMP_TYPE
          eval "${parts[index + 1]} \"\$@\""
        )"
        return 0
        ;;
    esac
  done
  ((${#parts[@]} < 3)) ||
    __awsprompt_reply "$(compgen "${parts[@]:1:${#parts[@]}-2}" -- "$2" 2>/dev/null)"
}

# Lets a loader such as bash-completion's register its completion for a command, and keeps that.
__awsprompt_load_former() {
  local name=$1 loader
  shift
  loader=$(complete -p -D 2>/dev/null) || return 0
  [[ $loader == *' -F '* ]] || return 0
  loader=${loader##* -F }
  "${loader%% *}" "$@" || :
  __awsprompt_wrap "$name"
}

# Replaces the completion of a command, and remembers the former one.
__awsprompt_wrap() {
  local spec option
  local -a options
  options=()
  spec=$(complete -p "$1" 2>/dev/null) || spec=
  [[ $spec != *__awsprompt_complete_* ]] || return 0
  printf -v "__awsprompt_former_$1" %s "$spec"
  # bash's own default for a command without a completion.
  [[ -n $spec ]] || spec=' -o bashdefault -o default '
  for option in bashdefault default dirnames filenames noquote nosort nospace plusdirs; do
    [[ $spec != *" -o $option "* ]] || options+=(-o "$option")
  done
  complete ${options[@]+"${options[@]}"} -F "__awsprompt_complete_$1" "$1"
}

# Runs at the first prompt, after the start-up file has registered other completions.
__awsprompt_register_completion() {
  local name
  for name in aws awsprompt export; do
    __awsprompt_wrap "$name"
  done
  [[ -z $__awsprompt_command ]] || complete -F __awsprompt_complete_switch "$__awsprompt_command"
  __awsprompt_completes=1
}

# A shell that replaces another one by `exec` keeps its process id and inherits its mark; the last
# number tells the two apart. Loads are counted up to the first prompt, so that only the start-up
# files count.
__awsprompt_guards=${__awsprompt_guards-}
if [[ ${__awsprompt_shell-} != "$$":bash:* ]]; then
  __awsprompt_shell=$$:bash:1
  [[ ${AWSPROMPT_HOOK-} != "$__awsprompt_shell":* ]] || __awsprompt_shell=$$:bash:2
  __awsprompt_loads=0
  __awsprompt_prompts=
  __awsprompt_was_early=
fi
if [[ -z $__awsprompt_prompts ]]; then
  __awsprompt_loads=$((__awsprompt_loads + 1))
  __awsprompt_mark new
fi

__awsprompt_completes=
__awsprompt_register first
