# awsprompt's guard for zsh, behind the hook where `awsprompt init zsh --guard` asks for it.

# Puts the guard before a command. A function of its name that is there already keeps working: where
# it runs the command itself, the guard comes between and sees all that it adds; else the guard is
# asked before it. An alias is expanded before, and a function defined later takes the guard's place.
__awsprompt_protect() {
  # What is parsed here must not have its aliases expanded once more.
  emulate -L zsh -o no_aliases
  local name=$1
  # A function that is still in its file.
  [[ ${functions[$name]-} != 'builtin autoload -X'* ]] || builtin autoload +X -- $name || return 0
  local body=${functions[$name]-}
  case $body in
    (*__awsprompt_guard*) return 0 ;;
    (*"command $name"*) functions[$name]=${body//command $name/__awsprompt_guard $name} ;;
    (?*)
      functions[__awsprompt_former_$name]=$body
      functions[$name]="__awsprompt_guard --no-run $name \"\$@\" && __awsprompt_former_$name \"\$@\""
      ;;
    (*) functions[$name]="__awsprompt_guard $name \"\$@\"" ;;
  esac
}

# Runs a command through the guard, once a profile whose time is over is let go of; with --no-run
# only asks.
__awsprompt_guard() {
  __awsprompt_let_go
  if whence -p -- "$__awsprompt_binary" >/dev/null; then
    if [[ $1 == --no-run ]]; then
      command "$__awsprompt_binary" guard --no-run -- "${@:2}"
    else
      command "$__awsprompt_binary" guard -- "$@"
    fi
    return
  fi
  printf 'awsprompt: %s is not to be found, and guards nothing\n' "$__awsprompt_binary" >&2
  [[ $1 == --no-run ]] || command "$@"
}
