# awsprompt as a segment of powerlevel10k: source this file in ~/.zshrc, after ~/.p10k.zsh. It is silent
# where the program is not installed.
#
# The segment `awsprompt` comes first on the left, unless one of the lists of ~/.p10k.zsh has it.
# powerlevel10k's variables are POWERLEVEL9K_AWSPROMPT_FOREGROUND, _BACKGROUND, _PREFIX,
# _VISUAL_IDENTIFIER_EXPANSION, _CONTENT_EXPANSION and _SHOW_ON_COMMAND. Each class is a state, with the
# colours of the class if nothing else is set, as in POWERLEVEL9K_AWSPROMPT_PRODUCTION_BACKGROUND=red.
# Further states are ALARM (the AWS CLI would refuse to run), QUIET (the default profile, without a
# choice), NONE (none of these) and PLAIN (NO_COLOR is set).
#
# `zstyle :awsprompt: arguments --guard` before it adds arguments of `awsprompt init zsh`.
() {
  local -a arguments
  (( $+commands[awsprompt] )) || return 0
  zstyle -a :awsprompt: arguments arguments || arguments=()
  [[ $arguments == *--prompt* ]] || arguments+=(--prompt left)
  eval "$(command awsprompt init zsh $arguments)"
}
