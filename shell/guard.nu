# awsprompt's guard for nushell. `awsprompt init nushell --guard` prints it after the hook.

# Defines a command that runs another one through the guard, at the first prompt: what config.nu has
# defined is seen by then. An alias that runs `NAME` keeps its words, and the guard sees them. So does
# a wrapped command of the user's own that runs `^NAME`. Before anything else of that name the guard
# asks first. An alias or a command that is defined later replaces the guard, and `^NAME` goes past it.
def --env __awsprompt_protect [name: string] {
  if $name in $env.__awsprompt.guards { return }
  $env.__awsprompt.guards ++= [$name]
  __awsprompt_mark new
  let alias = scope aliases | where name == $name | get --optional 0.expansion | default ''
  let custom = if (which $name | get --optional 0.type) == custom { view source $name } else { '' }
  # Match whole words only: aws-vault is another program.
  let call = $name + '(?![\w.-])'
  let guarded = $custom | str replace --all --regex ('\^' + $call) $'__awsprompt_guard ($name)'
  let code = if $alias == '' and $custom == '' {
    '@complete external
    def --env --wrapped NAME [...words] { __awsprompt_guard NAME ...$words }'
  } else if $alias =~ ('^\^?' + $call) {
    '@complete external
    def --env --wrapped NAME [...words] { __awsprompt_guard ' + ($alias | str trim --left --char '^') + ' ...$words }'
  } else if $custom =~ '^def [a-z -]*--wrapped' and $guarded != $custom {
    $guarded | str replace ':external-argument' ''
  } else {
    'alias __awsprompt_former_NAME = NAME
    module __awsprompt_guards_NAME {
      @complete external
      export def --env --wrapped NAME [...words] { __awsprompt_former_NAME ...(__awsprompt_confirmed NAME ...$words) }
    }
    use __awsprompt_guards_NAME NAME'
  }
  $env.config.hooks.pre_prompt ++= [{__awsprompt: true, code: ($code | str replace --all NAME $name)}]
}

# Returns the words to run: the binary, which asks and runs the command, or the command if the binary
# is not there. Switches back before, if the profile's time is up.
def --env __awsprompt_guarded [words: list<any>, --no-run]: nothing -> list<any> {
  __awsprompt_let_go
  if (which $__awsprompt_binary) == [] {
    print --stderr $'awsprompt: ($__awsprompt_binary) not found; the guard is inactive'
    return $words
  }
  let interactive = if $nu.is-interactive { [--interactive] } else { [] }
  let ended = $env.__awsprompt.ended
  let ended = if $ended == null { [] } else { [$'--ended=($ended)'] }
  let no_run = if $no_run { [--no-run] } else { [] }
  [$__awsprompt_binary guard ...$no_run ...$interactive ...$ended -- ...$words]
}

# Runs words, and gives them the input that it gets.
def --wrapped __awsprompt_run [...words] {
  ^($words | first) ...($words | skip 1)
}

# Runs a command through the guard.
def --env --wrapped __awsprompt_guard [...words] {
  __awsprompt_run ...(__awsprompt_guarded $words)
}

# Asks about a command, and returns its arguments if it may run.
def --env --wrapped __awsprompt_confirmed [...words] {
  let guarded = __awsprompt_guarded $words --no-run
  let known = job list | get id
  if $guarded != $words { __awsprompt_run ...$guarded }
  # nushell reports success for a question that was stopped with Ctrl-Z.
  if (job list | get id) != $known { error make --unspanned {msg: 'the question was stopped; nothing was run'} }
  $words | skip 1
}
