# awsprompt as a plugin for bash-it and oh-my-bash. It is silent where the program is not installed.
# The array awsprompt_arguments adds arguments of `awsprompt init bash`, such as --guard.

: "${awsprompt_arguments=}"
! builtin type -P awsprompt >/dev/null ||
  eval "$(command awsprompt init bash ${awsprompt_arguments:+"${awsprompt_arguments[@]}"})"
