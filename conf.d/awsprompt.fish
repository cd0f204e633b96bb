# awsprompt as a plugin for fisher and its like. It is silent where the program is not installed.
# `set -U awsprompt_arguments --guard` adds arguments of `awsprompt init fish`.
command -q awsprompt
and command awsprompt init fish $awsprompt_arguments | source
