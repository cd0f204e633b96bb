# awsprompt as a plugin for oh-my-zsh, zinit, antidote, zim and their like. It is silent where the
# program is not installed. `zstyle :awsprompt: arguments --guard` before it adds arguments of
# `awsprompt init zsh`.
() {
  local -a arguments
  (( $+commands[awsprompt] )) || return 0
  zstyle -a :awsprompt: arguments arguments || arguments=()
  eval "$(command awsprompt init zsh $arguments)"
}
