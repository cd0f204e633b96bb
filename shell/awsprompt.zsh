# awsprompt's hook for zsh 5.3 and later.
#
# Loaded by `eval "$(awsprompt init zsh)"`, which sets two variables first:
#   __awsprompt_binary     what to run
#   __awsprompt_placement  auto, left, right or none
# and defines the function that switches, awsp or another name, after this file.
#
# At each prompt the hook runs the binary once and keeps its answer in AWSPROMPT_SEGMENT, which the
# prompt shows. It may be loaded twice, and keeps $? and $pipestatus for the hooks after it.

typeset -g AWSPROMPT_SEGMENT=${AWSPROMPT_SEGMENT-}
typeset -ga precmd_functions

# A variable in the prompt is only looked up under this option, and what it holds is not run.
[[ $__awsprompt_placement == none ]] || setopt prompt_subst

__awsprompt_refresh() {
  local bang=
  [[ -o prompt_bang ]] && bang=1
  emulate -L zsh

  # What this shell sees and the binary does not inherit is not exported.
  local -a seen
  (( ${+AWS_PROFILE} )) && seen+=("--seen=AWS_PROFILE=$AWS_PROFILE")
  (( ${+AWS_DEFAULT_PROFILE} )) && seen+=("--seen=AWS_DEFAULT_PROFILE=$AWS_DEFAULT_PROFILE")

  local segment
  segment=$(command $__awsprompt_binary prompt --shell zsh "${seen[@]}" 2>/dev/null) ||
    segment='[AWS:?]'
  # Under this option the prompt would put the history number for an exclamation mark.
  [[ -n $bang ]] && segment=${segment//\!/!!}
  AWSPROMPT_SEGMENT=$segment
}

# Switches to another profile; without arguments, lists them. What the binary prints is evaluated
# only when it succeeds, and is then complete.
__awsprompt_switch() {
  if (( $# == 0 )); then
    command $__awsprompt_binary list
    return
  fi
  local __awsprompt_change
  __awsprompt_change=$(command $__awsprompt_binary switch --shell zsh "$@") || return
  eval "$__awsprompt_change"
}

# Tells whether a theme or another program draws the whole prompt.
__awsprompt_prompt_is_owned() {
  [[ ${STARSHIP_SHELL-} == zsh || -n ${POSH_THEME-}${POSH_SESSION_ID-} ]] && return 0
  (( ${+functions[p10k]} || ${+functions[prompt_pure_setup]} || ${+functions[spaceship]} ))
}

# Puts the variable into the prompt once; a theme that sets the prompt anew gets it again.
__awsprompt_place() {
  emulate -L zsh
  [[ "${PROMPT-}${RPROMPT-}" == *AWSPROMPT_SEGMENT* ]] && return 0
  case $__awsprompt_placement in
    none) return 0 ;;
    auto) __awsprompt_prompt_is_owned && return 0 ;;
    right)
      typeset -g RPROMPT="${RPROMPT-}"'${AWSPROMPT_SEGMENT:+ ${AWSPROMPT_SEGMENT}}'
      return 0
      ;;
  esac
  typeset -g PROMPT='${AWSPROMPT_SEGMENT:+${AWSPROMPT_SEGMENT} }'"${PROMPT-}"
}

__awsprompt_precmd() {
  __awsprompt_refresh
  __awsprompt_place
  emulate -L zsh
  # A hook that runs after ours may change the environment: be the last. In this round such hooks
  # are still to come, so look again when the line editor starts.
  if [[ ${precmd_functions[-1]} != __awsprompt_precmd ]]; then
    precmd_functions=("${(@)precmd_functions:#__awsprompt_precmd}" __awsprompt_precmd)
    zmodload zsh/zle && autoload -Uz add-zle-hook-widget &&
      add-zle-hook-widget line-init __awsprompt_look_again
  fi
  return 0
}

__awsprompt_look_again() {
  emulate -L zsh
  add-zle-hook-widget -d line-init __awsprompt_look_again
  local before=$AWSPROMPT_SEGMENT$PROMPT$RPROMPT
  __awsprompt_refresh
  __awsprompt_place
  [[ $AWSPROMPT_SEGMENT$PROMPT$RPROMPT == "$before" ]] || zle reset-prompt
}

# A segment for powerlevel10k: add `awsprompt` to POWERLEVEL9K_LEFT_PROMPT_ELEMENTS.
prompt_awsprompt() {
  [[ -n $AWSPROMPT_SEGMENT ]] && p10k segment -e -t '${AWSPROMPT_SEGMENT}'
}

precmd_functions=("${(@)precmd_functions[@]:#__awsprompt_precmd}" __awsprompt_precmd)
