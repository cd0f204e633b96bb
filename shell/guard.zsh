# awsprompt's guard for zsh, behind the hook where `awsprompt init zsh --guard` asks for it.

# Puts the guard before a command. A function of its name that is there already keeps working: where
# it runs the command itself, the guard comes between and sees all that it adds; else the guard is
# asked before it. An alias is expanded before, and a function defined later takes the guard's place.
__awsprompt_protect() {
  # What is parsed here must not have its aliases expanded once more.
  emulate -L zsh -o no_aliases -o extended_glob
  local name=$1 guarded
  local -a match mbegin mend
  # A function that is still in its file.
  [[ ${functions[$name]-} != 'builtin autoload -X'* ]] || builtin autoload +X -- $name || return 0
  local body=${functions[$name]-}
  [[ $body != *__awsprompt_guard* ]] || return 0
  # Whole words only: aws-vault is another program.
  local call="(#b)((#s)|[^[:alnum:]_-])command $name((#e)|[^[:alnum:]_.-])"
  guarded=$body
  [[ $body == *"builtin command $name"* ]] ||
    guarded=${body//${~call}/${match[1]}__awsprompt_guard $name${match[2]}}
  if [[ $guarded != "$body" ]]; then
    functions[$name]=$guarded
  elif [[ -n $body ]]; then
    functions[__awsprompt_former_$name]=$body
    functions[$name]="__awsprompt_guard --no-run $name \"\$@\" && __awsprompt_former_$name \"\$@\""
  else
    functions[$name]="__awsprompt_guard $name \"\$@\""
  fi
}

# Runs a command through the guard, once a profile whose time is over is let go of; with --no-run
# only asks.
__awsprompt_guard() {
  __awsprompt_let_go
  # A person is at the shell, even where all three streams lead elsewhere.
  local person=
  [[ ! -o interactive ]] || person=--interactive
  if whence -p -- "$__awsprompt_binary" >/dev/null; then
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
