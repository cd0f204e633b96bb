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
# After all other commands of PROMPT_COMMAND the hook switches back if the profile's time is up, then
# runs the binary once and keeps the answer in AWSPROMPT_SEGMENT. It can be loaded twice. `awsprompt
# doctor` reads the state of the hook from AWSPROMPT_HOOK. A restricted shell allows `2>&-` only.

# Only this shell has it: PROMPT_COMMAND and PS1 may be exported.
__awsprompt_run=__awsprompt_hook
export -n __awsprompt_run
AWSPROMPT_SEGMENT=${AWSPROMPT_SEGMENT-}
# The segment and what separates it from the prompt. It is stale if other commands may have changed
# the environment since, or if the hook no longer runs.
__awsprompt_text=
__awsprompt_stale='*'
# What PS1 gets: the names of the variables. bash expands them at each prompt and never runs code in
# their values. The end marks the segment as stale until the hook runs again. A child shell without
# the hook shows nothing.
__awsprompt_show='${__awsprompt_run+${__awsprompt_stale:+$(__awsprompt_look_again)}'
__awsprompt_show+='${__awsprompt_text##$__awsprompt_stale}'
__awsprompt_show+='${__awsprompt_run##*${__awsprompt_stale:=*}}}'
# The time of the last prompt, for idle limits.
__awsprompt_since=
# `exec` saves a process; a restricted shell has none.
__awsprompt_exec='exec'
__awsprompt_right=
[[ $__awsprompt_placement != right ]] || __awsprompt_right=--right
# The profile whose time ended since the last prompt. A command that was typed for it must not change
# another account.
__awsprompt_ended=

__awsprompt_refresh() {
  # Not in $(), where all that bash touches is copied first. The binary compares these values with its
  # own environment to find unexported variables.
  set -- --pane ${__awsprompt_right:+"$__awsprompt_right"} ${COLUMNS:+"--columns=$COLUMNS"} \
    ${AWS_PROFILE+"--seen=AWS_PROFILE=$AWS_PROFILE"} \
    ${AWS_DEFAULT_PROFILE+"--seen=AWS_DEFAULT_PROFILE=$AWS_DEFAULT_PROFILE"} \
    ${AWSPROMPT_LOCK+"--seen=AWSPROMPT_LOCK=$AWSPROMPT_LOCK"}
  AWSPROMPT_SEGMENT=$(
    builtin "$__awsprompt_exec" "$__awsprompt_binary" prompt --shell bash "$@" 2>&-
  ) || AWSPROMPT_SEGMENT='[AWS:?]'
  # A child shell would show it for ever.
  [[ $- != *a* ]] || export -n AWSPROMPT_SEGMENT
  __awsprompt_text=${AWSPROMPT_SEGMENT:+$AWSPROMPT_SEGMENT }
  [[ -n $__awsprompt_right && -n $AWSPROMPT_SEGMENT ]] || return 0
  # readline draws the line on which one types again and again, so that nothing can stand at its
  # right edge. The segment gets a line of its own. $() would remove a newline at the end. The cursor
  # does not go back: a segment that is wider than the terminal ends in another row.
  __awsprompt_text=${AWSPROMPT_SEGMENT/$'\e7'/}
  __awsprompt_text=${__awsprompt_text/$'\e8'/}$'\n\001\002'
}

# Exports the state of the hook for `awsprompt doctor`: its shell, how often it was loaded, its place
# among the hooks, and which AWS variables the shell has, to find those that are not exported.
__awsprompt_mark() {
  local mark=$__awsprompt_shell:$__awsprompt_loads:$1:
  mark+=${AWS_PROFILE+AWS_PROFILE,}${AWS_DEFAULT_PROFILE+AWS_DEFAULT_PROFILE,}
  mark+=${AWS_REGION+AWS_REGION,}${AWS_DEFAULT_REGION+AWS_DEFAULT_REGION,}
  mark+=${AWS_ACCESS_KEY_ID+AWS_ACCESS_KEY_ID,}${AWS_SECRET_ACCESS_KEY+AWS_SECRET_ACCESS_KEY,}
  mark+=${AWS_SESSION_TOKEN+AWS_SESSION_TOKEN,}${AWS_CONFIG_FILE+AWS_CONFIG_FILE,}
  mark+=${AWS_SHARED_CREDENTIALS_FILE+AWS_SHARED_CREDENTIALS_FILE,}
  mark+=${AWSPROMPT_LOCK+AWSPROMPT_LOCK,}${__awsprompt_guards:+:guard}
  # After a change bash makes the whole environment anew.
  [[ ${AWSPROMPT_HOOK-} == "$mark" ]] || export AWSPROMPT_HOOK=$mark
}

# Switch to another profile, and back if a limit of the current one has passed; code that wraps a
# command may call the latter first. The third leaves the last place in PROMPT_COMMAND to another
# hook. The first call loads shell/later.bash, whose functions replace these. Without the binary a
# limit does nothing, as an error would appear at every prompt.
__awsprompt_switch() {
  __awsprompt_load && __awsprompt_switch "$@"
}

__awsprompt_let_go() {
  if [[ -z ${AWSPROMPT_UNTIL-}${AWSPROMPT_IDLE-} ]]; then
    __awsprompt_since=
  elif __awsprompt_load 2>&-; then
    __awsprompt_let_go
  fi
}

__awsprompt_yield() {
  __awsprompt_load 2>&- && __awsprompt_yield
}

__awsprompt_load() {
  local code
  code=$(command "$__awsprompt_binary" init bash --later) || return
  # bash expands aliases when it reads a function.
  ! shopt -q expand_aliases ||
    code=$'\\shopt -u expand_aliases\n'$code$'\nshopt -s expand_aliases'
  eval "$code"
}

# Sets PS1 or a part of PROMPT_COMMAND, or says once that it is readonly, where an assignment would
# print an error each time.
__awsprompt_set() {
  printf -v "$1" %s "$2" 2>&- || :
  [[ ${!1} != "$2" ]] || return 0
  [[ $__awsprompt_readonly == *"$1"* ]] ||
    printf 'awsprompt: %s is readonly, so the hook works only in part\nhint: %s\n' "$1" \
      'load it before the line that makes this readonly' >&2
  __awsprompt_readonly+=$1,
  return 1
}

# Adds the segment to PS1, once. By default a theme that draws the whole prompt is left alone; if it
# does not show the segment, the mark says so. The argument is the segment of the last prompt.
__awsprompt_place() {
  local head='' part rest=${PS1-} theme='' show='${AWSPROMPT_SEGMENT}'
  # Without this option PS1 would show the names of variables instead of their values.
  shopt -q promptvars || show=$AWSPROMPT_SEGMENT
  case $rest in
    *"$__awsprompt_show"*)
      # On a line of its own nothing may stand before the segment.
      [[ $__awsprompt_placement == right ]] || return 0
      rest=${rest/"$__awsprompt_show"/}
      ;;
    *AWSPROMPT_SEGMENT*) return 0 ;;
    *"${1:-$__awsprompt_show}"*)
      # A theme builds its prompt before the hook runs, and has copied the text.
      __awsprompt_set PS1 "${rest%%"$1"*}$show${rest#*"$1"}" || :
      return 0
      ;;
  esac
  case " ${PROMPT_COMMAND[*]-} ${precmd_functions[*]-} ${_ble_hook_h_PRECMD[*]-} \
    ${__vsc_original_prompt_command[*]-} $rest" in
    *starship_precmd* | *'starship prompt'*) theme=starship ;;
    *_omp_hook* | *_omp_get_primary*) theme=oh-my-posh ;;
  esac
  if [[ $__awsprompt_placement == none || $__awsprompt_placement$theme == auto?* ]]; then
    __awsprompt_nowhere=$theme
    return 0
  fi
  shopt -q promptvars || return 0
  # VS Code has put its marks around the prompt, and does so again.
  [[ -z ${__vsc_custom_PS1-} || $rest != "$__vsc_custom_PS1" ]] || rest=$__vsc_original_PS1
  # What moves the cursor or speaks to the terminal stays in front.
  while :; do
    case $rest in
      [$'\n\r']*) part=${rest:0:1} ;;
      '\n'* | '\r'*) part=${rest:0:2} ;;
      '\['$'\e]'*'\]'* | '\[\e]'*'\]'* | '\[\033]'*'\]'* | '\['$'\r\]'* | '\[\r\]'* | '\[\e[G\]'*)
        part=${rest%%'\]'*}'\]'
        ;;
      *) break ;;
    esac
    head+=$part
    rest=${rest#"$part"}
  done
  __awsprompt_set PS1 "$head$__awsprompt_show$rest" || __awsprompt_placement=none
}

# Prints what PS1 shows if the segment is stale.
__awsprompt_look_again() {
  local status=$?
  __awsprompt_refresh
  printf %s "$__awsprompt_text"
  return "$status"
}

# Makes the hook the last command, in one form: `"${__awsprompt_run-eval}" 'COMMANDS'`. A DEBUG trap
# sees one command and none after theirs; a child shell without the hook runs the commands. bash may
# be running an array right now, so the element that it runs is never removed.
__awsprompt_register() {
  local call='"${__awsprompt_run-eval}" '\' quote=\' escaped=\'\\\'\' late=1 separator
  local commands=PROMPT_COMMAND target='' last='' name text rest head tail place
  local -a indexes
  indexes=(0)
  # VS Code runs the former commands in its own, and that has to come first.
  if [[ ${PROMPT_COMMAND[*]-} == __vsc_prompt_cmd* ]]; then
    __awsprompt_set PROMPT_COMMAND __vsc_prompt_cmd_original || return
    commands=__vsc_original_prompt_command
  elif [[ -n $__awsprompt_array && -n ${PROMPT_COMMAND[*]-} ]]; then
    indexes=("${!PROMPT_COMMAND[@]}")
  fi
  for ((place = ${#indexes[@]} - 1; place >= 0; place--)); do
    name="${commands}[${indexes[place]}]"
    ((indexes[place] > 0)) || name=$commands
    text=${!name-} rest='' head='' tail=''
    if [[ $text == *"$call"* ]]; then
      # No command holds this character.
      rest=${text#*"$call"}
      rest=${rest//"$escaped"/$'\6'}
      text=${text%%"$call"*}${rest%%\'*}
      text=${text//$'\6'/$quote}
      rest=${rest#*\'}
      rest=${rest#"${rest%%[![:blank:]]*}"}
      # Who removes what it had added looks for its semicolon.
      separator=$'\n'
      [[ $rest != \;* || -z $text || $text == *[\#]* || $text == *[\;\&[:space:]] ]] || separator=';'
      rest=${rest#[;$'\n']}
      rest=${rest//$'\6'/$escaped}
      text+=${rest:+$separator$rest}
      [[ -n $target ]] || late=${rest#__bp_interactive_mode}
    fi
    case $text in
      __awsprompt_first | __awsprompt_hook)
        # The hook runs in an element before it.
        if [[ " ${FUNCNAME[*]} " == *' __awsprompt_hook '* ]]; then
          unset "$name"
        else
          printf -v "$name" '' 2>&- || :
        fi
        [[ -n $target ]] || late=
        continue
        ;;
      '' | __bp_interactive_mode) ((place > 0)) || last=1 ;;
      *) last=1 ;;
    esac
    if [[ -z $target && -n $last ]]; then
      target=$name
      # What is first and last with bash-preexec stays so.
      if [[ $text == __bp_precmd_invoke_cmd* ]]; then
        head=${text%%[;$'\n']*}
        text=${text#"$head"}
        text=${text#?}
        head+=$'\n'
      fi
      if [[ $text == *__bp_interactive_mode ]]; then
        tail=$'\n__bp_interactive_mode'
        text=${text%__bp_interactive_mode}
      fi
      text="$head$call${text//$quote/$escaped}'$tail"
    fi
    __awsprompt_set "$name" "$text" || return
  done
  [[ -z $late ]] || __awsprompt_stale='*'
}

# The hook can always succeed: bash gives the prompt and each element of an array the user's $? and
# PIPESTATUS again. A failure would trigger the user's ERR trap, and end a shell under `set -e`.
__awsprompt_hook() {
  # First, as any other command would change the $? that these commands see.
  eval "${1-}"
  # Another program may run one call of the hook inside another.
  [[ ${#FUNCNAME[@]} -gt 1 && " ${FUNCNAME[*]:1} " == *' __awsprompt_hook '* ]] ||
    __awsprompt_finish
}

# Runs in the place of the hook where starship draws the prompt: its module starts in these commands
# and reads the mark, which has to be of now. They see the user's $? and PIPESTATUS all the same.
__awsprompt_hook_for_starship() {
  local status=$? pipe="${PIPESTATUS[*]}"
  __awsprompt_mark last/starship
  [[ $pipe == *' '* ]] || pipe=$status
  # A failure in a condition triggers no trap.
  eval "if __awsprompt_return ${pipe// / | __awsprompt_return }
    then __awsprompt_hook \"\${1-}\"; else __awsprompt_hook \"\${1-}\"; fi"
}

__awsprompt_return() {
  return "$1"
}

# Runs where the first prompt would have no hook; bash-preexec gives PROMPT_COMMAND its form there.
__awsprompt_first() {
  if [[ -n $__awsprompt_prompts ]]; then
    __awsprompt_place ''
  else
    __awsprompt_finish
  fi
}

__awsprompt_finish() {
  local place=last before=$AWSPROMPT_SEGMENT run=__awsprompt_hook
  __awsprompt_stale=
  if [[ ${PROMPT_COMMAND[*]-} != "$__awsprompt_commands" ]]; then
    # By the first prompt the start-up file has registered other completions.
    [[ -n $__awsprompt_commands ]] || __awsprompt_register_completion
    # Once is harmless. What moves itself to the end at every prompt is left there.
    __awsprompt_yields=$__awsprompt_was_stale
    [[ ${PROMPT_COMMAND[*]-} == *'"${__awsprompt_run-eval}"'* ]] || __awsprompt_yields=
    if [[ -n $__awsprompt_yields ]]; then
      __awsprompt_yield || :
    else
      __awsprompt_register || :
    fi
    __awsprompt_commands=${PROMPT_COMMAND[*]-}
    [[ $- != *r* ]] || __awsprompt_exec='command'
  fi
  [[ -z $__awsprompt_yields ]] || __awsprompt_stale='*'
  [[ -z ${AWSPROMPT_UNTIL-}${AWSPROMPT_IDLE-}$__awsprompt_since ]] || __awsprompt_let_go
  __awsprompt_ended=
  __awsprompt_refresh
  __awsprompt_nowhere=
  [[ ${PS1-} == *"$__awsprompt_show"* && $__awsprompt_placement != right ]] ||
    __awsprompt_place "$before"
  [[ $__awsprompt_nowhere != starship ]] || run=__awsprompt_hook_for_starship
  [[ $__awsprompt_run == "$run" ]] || __awsprompt_run=$run
  [[ $- != *a* ]] || export -n __awsprompt_run
  [[ -z $__awsprompt_stale || -z $__awsprompt_was_stale ]] || place=early
  __awsprompt_mark "$place${__awsprompt_nowhere:+/$__awsprompt_nowhere}"
  __awsprompt_was_stale=$__awsprompt_stale
  __awsprompt_prompts=1
}

# Tab completes the names of profiles and regions, and awsprompt's own commands. Everything else goes
# to what completed the command before. The first Tab loads the functions, which replace this one.
__awsprompt_complete() {
  eval "$(command "$__awsprompt_binary" completions bash --hook 2>&-)"
}

# Replaces the completion of a command, and remembers the former one with its options. Only that
# takes a process; compopt fails if there is none.
__awsprompt_wrap() {
  local spec='' none=0
  compopt +o noquote "$1" 2>&- || none=$?
  ((none == 1)) || spec=$(complete -p "$1" 2>&-) || spec=
  [[ $spec != *__awsprompt_complete* ]] || return 0
  printf -v "__awsprompt_former_$1" %s "$spec"
  # bash's own default for a command without a completion.
  [[ -n $spec ]] || spec='complete -o bashdefault -o default'
  spec=${spec%% -[!o]*}
  eval "${spec% "$1"} -F __awsprompt_complete $1"
}

__awsprompt_register_completion() {
  local name
  for name in aws awsprompt export; do
    __awsprompt_wrap "$name"
  done
  [[ -z $__awsprompt_command ]] || complete -F __awsprompt_complete "$__awsprompt_command"
}

# After `exec` a shell has the process id and the mark of the former one; the last number tells them
# apart. Only loads before the first prompt count, which are those of the start-up files.
__awsprompt_guards=${__awsprompt_guards-}
if [[ ${__awsprompt_shell-} != "$$":bash:* ]]; then
  __awsprompt_shell=$$:bash:1
  [[ ${AWSPROMPT_HOOK-} != "$__awsprompt_shell":* ]] || __awsprompt_shell=$$:bash:2
  __awsprompt_loads=0
  __awsprompt_prompts=
  __awsprompt_was_stale=
  __awsprompt_yields=
fi
if [[ -z $__awsprompt_prompts ]]; then
  __awsprompt_loads=$((__awsprompt_loads + 1))
  __awsprompt_mark new
fi

__awsprompt_readonly=
__awsprompt_commands=
# Other versions run the first element only.
__awsprompt_array=
((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] < 501)) || __awsprompt_array=1
# A prompt of the user's own may be built before the hook runs.
[[ $__awsprompt_placement != none || -z ${PROMPT_COMMAND-}${precmd_functions-} ]] ||
  __awsprompt_refresh
if [[ -n ${bash_preexec_imported-}${__bp_imported-} ]]; then
  precmd_functions+=(__awsprompt_first)
elif ! __awsprompt_register; then
  # Where the hook cannot run, PS1 shows the segment alone.
  __awsprompt_register_completion
elif [[ -n $__awsprompt_array && ${TERM_PROGRAM-} != vscode && -z $(trap -p DEBUG) &&
${PROMPT_COMMAND@a} != *x* ]]; then
  # Up to the first prompt a start-up file may assign the variable, which leaves this element.
  PROMPT_COMMAND+=(__awsprompt_first)
fi
[[ -z ${PS1-} ]] || __awsprompt_place ''
