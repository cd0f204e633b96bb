# shellcheck shell=bash
# shellcheck disable=SC2154 # `init` prints the variable before the hook
# awsprompt's guard for bash. `awsprompt init bash --guard` prints it after the hook.

# `exec` guards as this shell does, wherever it inherits the mark of the hook.
__awsprompt_guards=1

# Defines a function that runs a command through the guard. An existing function of that name keeps
# working: if it runs `command NAME`, that call is replaced by the guard, which then sees the final
# arguments. Otherwise the guard asks first and the function runs afterwards. The shell expands an
# alias before it looks for a function. A function that is defined later replaces the guard.
# The keyword `function` prevents the expansion of an alias of the same name.
__awsprompt_protect() {
  local name=$1 body='' rest=''
  # A restricted shell has no /dev/null.
  body=$(declare -f -- "$name") || :
  [[ $body != *__awsprompt_guard* ]] || return 0
  # Match whole words only: aws-vault is another program. The regex finds the last call first.
  local call="^(.*[^[:alnum:]_-])command $name([^[:alnum:]_.-].*)$"
  # The first condition keeps BASH_REMATCH out of a shell without such a function.
  while [[ $body == *"command $name"* && $body != *"builtin command $name"* && $body =~ $call ]]; do
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
  # If the function was exported, a child shell needs everything that it calls.
  [[ $'\n'$(declare -F)$'\n' == *$'\n'"declare -fx $name"$'\n'* ]] || return 0
  export __awsprompt_binary
  export -f __awsprompt_guard
  [[ -z $(declare -F -- "__awsprompt_former_$name") ]] || export -f -- "__awsprompt_former_$name"
}

# Runs a command through the guard, after switching back if the profile's time is up. With --no-run
# it only asks.
__awsprompt_guard() {
  # A child shell that inherited this function has no hook.
  [[ -z ${__awsprompt_run-} ]] || __awsprompt_let_go
  # The shell is interactive, even if all three standard streams are redirected.
  local -a flags
  flags=()
  [[ $- != *i* ]] || flags+=(--interactive)
  [[ -z ${__awsprompt_ended-} ]] || flags+=("--ended=$__awsprompt_ended")
  if [[ -n $(type -P -- "$__awsprompt_binary") ]]; then
    if [[ $1 == --no-run ]]; then
      flags+=(--no-run)
      shift
    fi
    command "$__awsprompt_binary" guard ${flags[@]+"${flags[@]}"} -- "$@"
    return
  fi
  printf 'awsprompt: %s not found; the guard is inactive\n' "$__awsprompt_binary" >&2
  [[ $1 == --no-run ]] || command "$@"
}
