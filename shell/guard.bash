# shellcheck shell=bash
# shellcheck disable=SC2154 # the hook before this file is given the variable
# awsprompt's guard for bash, behind the hook where `awsprompt init bash --guard` asks for it.

# Puts the guard before a command. A function of its name that is there already keeps working: where
# it runs the command itself, the guard comes between and sees all that it adds; else the guard is
# asked before it. An alias is expanded before, and a function defined later takes the guard's place.
# The word `function` keeps an alias of the name from being expanded here.
__awsprompt_protect() {
  local name=$1 body='' rest=''
  ! declare -F -- "$name" >/dev/null || body=$(declare -f -- "$name")
  [[ $body != *__awsprompt_guard* ]] || return 0
  # Whole words only: aws-vault is another program. The last call is the first to be found.
  local call="^(.*[^[:alnum:]_-])command $name([^[:alnum:]_.-].*)$"
  while [[ $body != *"builtin command $name"* && $body =~ $call ]]; do
    body=${BASH_REMATCH[1]}
    rest="__awsprompt_guard $name${BASH_REMATCH[2]}$rest"
  done
  if [[ -n $rest ]]; then
    eval "function $body$rest"
  elif [[ -n $body ]]; then
    eval "function __awsprompt_former_$body"
    eval "function $name {
      __awsprompt_guard --no-run $name \"\$@\" && __awsprompt_former_$name \"\$@\"
    }"
  else
    eval "function $name { __awsprompt_guard $name \"\$@\"; }"
  fi
  # What a child of this shell gets has to be whole there.
  [[ $'\n'$(declare -F)$'\n' == *$'\n'"declare -fx $name"$'\n'* ]] || return 0
  export __awsprompt_binary
  export -f __awsprompt_guard
  ! declare -F -- "__awsprompt_former_$name" >/dev/null || export -f -- "__awsprompt_former_$name"
}

# Runs a command through the guard, once a profile whose time is over is let go of; with --no-run
# only asks.
__awsprompt_guard() {
  # A child that has this from the environment has no hook, and lets go of nothing.
  ! declare -F __awsprompt_let_go >/dev/null || __awsprompt_let_go
  # A person is at the shell, even where all three streams lead elsewhere.
  local person=
  [[ $- != *i* ]] || person=--interactive
  if type -P -- "$__awsprompt_binary" >/dev/null; then
    if [[ $1 == --no-run ]]; then
      command "$__awsprompt_binary" guard --no-run ${person:+"$person"} -- "${@:2}"
    else
      command "$__awsprompt_binary" guard ${person:+"$person"} -- "$@"
    fi
    return
  fi
  printf 'awsprompt: %s not found; the guard is inactive\n' "$__awsprompt_binary" >&2
  [[ $1 == --no-run ]] || command "$@"
}
