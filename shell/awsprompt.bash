# shellcheck shell=bash
# shellcheck disable=SC2154 # the three variables below are set by what precedes this file
# shellcheck disable=SC2016 # what PS1 is given is expanded when it is shown
# shellcheck disable=SC2178 # PROMPT_COMMAND is a string or an array, as its users like
# awsprompt's hook for bash 3.2 and later.
#
# Loaded by `eval "$(awsprompt init bash)"`, which sets three variables first:
#   __awsprompt_binary     what to run
#   __awsprompt_placement  auto, left, right or none
#   __awsprompt_command    the name of the function that switches, awsp or another, or nothing
# and defines that function after this file.
#
# At each prompt the hook runs the binary once and keeps its answer in AWSPROMPT_SEGMENT, which PS1
# shows; before that it lets go of a profile whose time is over. It may be loaded twice, and is the last hook to run, so that none sees what it leaves in $?.
# AWSPROMPT_HOOK tells `awsprompt doctor` how the hook is.

AWSPROMPT_SEGMENT=${AWSPROMPT_SEGMENT-}
# When the last prompt was shown, where that matters.
__awsprompt_since=

__awsprompt_refresh() {
  local segment right=
  [[ $__awsprompt_placement == right ]] && right=--right
  # What this shell sees and the binary does not inherit is not exported. The shell in the
  # parentheses becomes the binary: bash would fork another one for `command`.
  segment=$(
    builtin exec "$__awsprompt_binary" prompt --shell bash ${right:+"$right"} \
      ${AWS_PROFILE+"--seen=AWS_PROFILE=$AWS_PROFILE"} \
      ${AWS_DEFAULT_PROFILE+"--seen=AWS_DEFAULT_PROFILE=$AWS_DEFAULT_PROFILE"} 2>/dev/null
  ) || segment='[AWS:?]'
  AWSPROMPT_SEGMENT=$segment
}

# Leaves in the environment what `awsprompt doctor` compares with the shell that calls it: whose mark
# this is, how often the hook was loaded, its place among the hooks, and the names of variables that
# the shell has, so that those which are not exported can be told.
__awsprompt_mark() {
  AWSPROMPT_HOOK=$__awsprompt_shell:$__awsprompt_loads:$1:
  AWSPROMPT_HOOK+=${AWS_PROFILE+AWS_PROFILE,}${AWS_DEFAULT_PROFILE+AWS_DEFAULT_PROFILE,}
  AWSPROMPT_HOOK+=${AWS_REGION+AWS_REGION,}${AWS_DEFAULT_REGION+AWS_DEFAULT_REGION,}
  AWSPROMPT_HOOK+=${AWS_ACCESS_KEY_ID+AWS_ACCESS_KEY_ID,}
  AWSPROMPT_HOOK+=${AWS_SECRET_ACCESS_KEY+AWS_SECRET_ACCESS_KEY,}
  AWSPROMPT_HOOK+=${AWS_SESSION_TOKEN+AWS_SESSION_TOKEN,}${AWS_CONFIG_FILE+AWS_CONFIG_FILE,}
  AWSPROMPT_HOOK+=${AWS_SHARED_CREDENTIALS_FILE+AWS_SHARED_CREDENTIALS_FILE,}
  export AWSPROMPT_HOOK
}

# Tells whether a text is a number of seconds that bash can count with.
__awsprompt_is_seconds() {
  [[ -n $1 && $1 != *[!0-9]* && ${#1} -le 12 ]]
}

# Goes back to the profile before, where a limit of the one in use is over: at each prompt. Whoever
# wraps a command may call this first. bash cannot tell when a command began, so a long one counts as
# idle time. What the binary prints says so too; if it is gone, no prompt says so.
__awsprompt_let_go() {
  # A limit is that of one profile.
  if [[ -z ${AWSPROMPT_UNTIL-}${AWSPROMPT_IDLE-} ||
    ${AWSPROMPT_LIMITED-${AWS_PROFILE-}} != "${AWS_PROFILE-}" ]]; then
    __awsprompt_since=
    return 0
  fi
  local now over='' change
  # Without a process from bash 4.2 on.
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
  __awsprompt_evaluate "$change" || return 0
}

# Evaluates a change of the environment, or nothing of it.
__awsprompt_evaluate() {
  # A readonly variable would leave half a change behind: try it where it does no harm.
  if ! (eval "$1") >/dev/null 2>&1; then
    printf 'awsprompt: this shell refuses the change, perhaps for a readonly variable\n' >&2
    return 1
  fi
  eval "$1"
}

# Switches to another profile; without arguments, lists them. What the binary prints is evaluated
# only when it succeeds, and is then complete.
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
  # The time without a command begins anew.
  __awsprompt_since=
}

# Tells whether a theme or another program draws the whole prompt.
__awsprompt_prompt_is_owned() {
  [[ ${STARSHIP_SHELL-} == bash || -n ${POSH_THEME-}${POSH_SESSION_ID-} ]]
}

# Puts the segment into PS1 once: the variable, which bash expands at each prompt without running
# anything in its value. When other commands still come after the hook, what they do is only known
# as PS1 is expanded; for that one prompt PS1 runs the binary instead.
__awsprompt_place() {
  # Without this option PS1 shows the name of the variable, not what it holds.
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

# Makes the hook the last to run at a prompt: one that ran after it could change the environment.
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

# From bash 5.1 on PROMPT_COMMAND may be an array. Ours is an element of its own, never the first,
# so that what others do to `$PROMPT_COMMAND` neither removes it nor gets behind it. bash may be
# running the array right now: elements are emptied and appended, never removed.
__awsprompt_register_in_array() {
  local index last=
  for index in ${PROMPT_COMMAND[@]+"${!PROMPT_COMMAND[@]}"}; do
    [[ ${PROMPT_COMMAND[index]} == __awsprompt_hook ]] && last=$index
  done
  if [[ -z $last ]]; then
    # Someone else has taken our call over; a second one would only double the work.
    [[ ${1-} == first ]] || return 0
    # Something must stand there, for others put a semicolon behind it unseen. What does not keeps
    # $?, and as the beginning of a list it sets off neither an ERR trap nor `set -e`.
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
  # A separator at an end would stand alone, or before ours.
  while [[ $commands == [\;\ $'\n']* ]]; do
    commands=${commands#?}
  done
  while [[ $commands == *[\;\ $'\n'] ]]; do
    commands=${commands%?}
  done
  PROMPT_COMMAND=${commands:+$commands$'\n'}__awsprompt_hook
}

# Leaves $? as it is.
__awsprompt_pass() {
  return "$?"
}

# bash gives each command of the array the user's $? and PIPESTATUS, whatever the one before left.
# So does the prompt's own; the hook itself always succeeds, for a failure would set off the user's
# ERR trap, and end a shell that runs under `set -e`.
__awsprompt_hook() {
  local __awsprompt_is_early=
  __awsprompt_register
  __awsprompt_let_go
  __awsprompt_refresh
  __awsprompt_place
  # Once does no harm. At every prompt, another program also wants to be the last.
  if [[ -n $__awsprompt_is_early && -n $__awsprompt_was_early ]]; then
    __awsprompt_mark early
  else
    __awsprompt_mark last
  fi
  __awsprompt_was_early=$__awsprompt_is_early
  __awsprompt_prompts=1
  [[ -n $__awsprompt_completes ]] || __awsprompt_register_completion
}

# Completing names: ours answers where a profile or a region is typed, and everything else goes to
# what completed the command before. bash puts an answer on the line as it is, so the binary quotes.

# Puts together again what bash has broken at `:` and `=`: `word` is the word up to the cursor,
# `before` the one before it, and `ended` tells whether `--` has ended the flags.
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
    # The last one may go on behind the cursor.
    ((index == COMP_CWORD)) || blank=${COMP_WORDS[index]}
    ((index < COMP_CWORD)) || blank=$rest
    word+=$blank
    rest=${rest#"$blank"}
  done
}

# Takes one answer a line, whatever it holds.
__awsprompt_reply() {
  local IFS=$'\n' glob=
  [[ $- == *f* ]] || glob=1
  set -f
  # shellcheck disable=SC2206 # to be split is what it is for; nothing else happens to it
  COMPREPLY=($1)
  [[ -z $glob ]] || set +f
}

# Offers profiles or regions; what stands in the word before them is the second argument.
__awsprompt_offer() {
  local names
  names=$(
    command "$__awsprompt_binary" complete "$1" --shell bash ${3+"$3"} \
      "--before=$2" "--word=$word" "--breaks=$COMP_WORDBREAKS" 2>/dev/null
  ) || names=
  __awsprompt_reply "$names"
  # No names of files are meant, even if those are what the former completion falls back on. Before
  # bash 4 there is no way to say so.
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
      __awsprompt_reply "$(compgen -W '- -- -r --clear --for --help --off --on --region' -- "$word")"
      ;;
    *) __awsprompt_offer profiles '' --no-flags ;;
  esac
}

# Asks what completed a command before: a function, a program, or what `compgen` knows.
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
  # bash has quoted it for this.
  eval "parts=($spec)"
  for ((index = 1; index < ${#parts[@]} - 2; index++)); do
    case ${parts[index]} in
      -F)
        # Its failure would end a shell under `set -e`. It may have put something in our place.
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

# Lets a loader such as bash-completion's bring what it has for a command, and keeps that.
__awsprompt_load_former() {
  local name=$1 loader
  shift
  loader=$(complete -p -D 2>/dev/null) || return 0
  [[ $loader == *' -F '* ]] || return 0
  loader=${loader##* -F }
  "${loader%% *}" "$@" || :
  __awsprompt_wrap "$name"
}

# Takes the place of what completes a command, and remembers it.
__awsprompt_wrap() {
  local spec option
  local -a options
  options=()
  spec=$(complete -p "$1" 2>/dev/null) || spec=
  [[ $spec != *__awsprompt_complete_* ]] || return 0
  printf -v "__awsprompt_former_$1" %s "$spec"
  # What bash does for a command that nothing completes.
  [[ -n $spec ]] || spec=' -o bashdefault -o default '
  for option in bashdefault default dirnames filenames noquote nosort nospace plusdirs; do
    [[ $spec != *" -o $option "* ]] || options+=(-o "$option")
  done
  complete ${options[@]+"${options[@]}"} -F "__awsprompt_complete_$1" "$1"
}

# Runs at the first prompt, when the start-up file is done and others have registered theirs.
__awsprompt_register_completion() {
  local name
  for name in aws awsprompt export; do
    __awsprompt_wrap "$name"
  done
  [[ -z $__awsprompt_command ]] || complete -F __awsprompt_complete_switch "$__awsprompt_command"
  __awsprompt_completes=1
}

# A shell that takes the place of another by `exec` has its number, and inherits its mark: tell the
# two apart. What the start-up files load after the first time is counted.
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
