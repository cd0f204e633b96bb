# awsprompt as a section of spaceship: source this file in ~/.zshrc, after spaceship. It is silent
# where the program is not installed.
#
# The section `awsprompt` comes first in SPACESHIP_PROMPT_ORDER, unless that or SPACESHIP_RPROMPT_ORDER
# has it. SPACESHIP_AWSPROMPT_SHOW=false hides it; SPACESHIP_AWSPROMPT_PREFIX and _SUFFIX stand around
# it. The colours are those of the class.
#
# `zstyle :awsprompt: arguments --guard` before it adds arguments of `awsprompt init zsh`.
() {
  local -a arguments
  (( $+commands[awsprompt] )) || return 0
  zstyle -a :awsprompt: arguments arguments || arguments=()
  [[ $arguments == *--prompt* ]] || arguments+=(--prompt left)
  eval "$(command awsprompt init zsh $arguments)"
}
