# awsprompt's guard for zsh. `awsprompt init zsh --guard` prints it after the hook.

# `exec` guards as this shell does, wherever it inherits the mark of the hook.
\typeset -g __awsprompt_guards=1 __awsprompt_marked=

# Defines a function that runs a command through the guard. An existing function of that name keeps
# working: if it runs `command NAME`, that call is replaced by the guard, which then sees the final
# arguments. Otherwise the guard asks first and the function runs afterwards. The shell expands an
# alias before it looks for a function. A function that is defined later replaces the guard.
__awsprompt_protect() {
  # The body was parsed before; its aliases must not be expanded again.
  \emulate -L zsh -o no_aliases -o extended_glob
  \local name=$1 guarded
  # What a pattern with (#b) sets.
  \local -a match mbegin mend
  # Load a function that is marked for autoload, to see its body.
  [[ ${functions[$name]-} != 'builtin autoload -X'* ]] || \builtin autoload +X -- $name || \return 0
  \local body=${functions[$name]-}
  [[ $body != *__awsprompt_guard* ]] || \return 0
  # Match whole words only: aws-vault is another program.
  \local call="(#b)((#s)|[^[:alnum:]_-])command $name((#e)|[^[:alnum:]_.-])"
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

# Runs a command through the guard, after switching back if the profile's time is up. With --no-run
# it only asks.
__awsprompt_guard() {
  __awsprompt_let_go
  # The shell is interactive, even if all three standard streams are redirected.
  \local -a flags
  [[ ! -o interactive ]] || flags+=(--interactive)
  [[ -z $__awsprompt_ended ]] || flags+=("--ended=$__awsprompt_ended")
  if \whence -p -- "$__awsprompt_binary" >/dev/null; then
    if [[ $1 == --no-run ]]; then
      flags+=(--no-run)
      \shift
    fi
    \command "$__awsprompt_binary" guard "${flags[@]}" -- "$@"
    \return
  fi
  \printf 'awsprompt: %s not found; the guard is inactive\n' "$__awsprompt_binary" >&2
  [[ $1 == --no-run ]] || \command "$@"
}
