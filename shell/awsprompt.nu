# awsprompt's hook for nushell 0.114 and later.
#
# `awsprompt init nushell` prints it, after three constants:
#   __awsprompt_binary     the program to run
#   __awsprompt_placement  auto, left, right or none
#   __awsprompt_command    the name of the switching command, by default awsp, or empty
# An alias of that name is defined after this file. nushell reads it from an autoload directory, when
# it has read config.nu.
#
# While a prompt is shown, closures of the hook stand in the place of PROMPT_COMMAND and
# PROMPT_COMMAND_RIGHT. While a command runs, the user's own are back. A closure asks the binary once,
# after all hooks, and sets AWSPROMPT_SEGMENT for the user's own prompt only: nushell exports every
# variable. What the hook has to remember is a record in __awsprompt, which no child sees.
# It can be loaded twice. `awsprompt doctor` reads the state of the hook from AWSPROMPT_HOOK.

# What comes before the segment: empty lines, titles and the like, carriage returns, resets of the
# colour and clearing.
const __awsprompt_lead = '^(?<lead>(?:[ \t]*[\r\n]|\e\][^\a\e]*(?:\a|\e\\)|\e\[0?[JKm]|\e\(B)*)(?s:(?<rest>.*))$'

# Runs the binary; stays silent if it is not there.
def __awsprompt_ask []: nothing -> string {
  if not (config use-colors) { $env.NO_COLOR = '1' }
  try {
    let answer = ^$__awsprompt_binary prompt --shell nushell --pane $"--columns=((term size).columns)" | complete
    if $answer.exit_code != 0 { error make {msg: 'failed'} }
    $answer.stdout | str trim --right --char "\n"
  } catch {
    '[AWS:?]'
  }
}

# Returns what a prompt of the user's own shows: as nushell, takes a text or what a closure returns.
def __awsprompt_text [theirs: any]: nothing -> string {
  if ($theirs | describe) == 'closure' { $"(do $theirs)" } else { $"($theirs)" }
}

# Returns the code of a prompt of the user's own.
def __awsprompt_source [name: string]: nothing -> string {
  let theirs = $env | get --optional $name
  if ($theirs | describe) == 'closure' { view source $theirs } else { $"($theirs)" }
}

def __awsprompt_draw_variable [theirs: any]: nothing -> string {
  $env.AWSPROMPT_SEGMENT = __awsprompt_ask
  __awsprompt_text $theirs
}

# nushell shows each side of a prompt in a colour of its own: takes it from a segment that has colours,
# and gives the left one back after it.
def __awsprompt_styled []: nothing -> list<string> {
  let segment = $env.AWSPROMPT_SEGMENT
  if (ansi escape) in $segment { [(ansi reset) $segment (ansi light_green)] } else { ['' $segment ''] }
}

def __awsprompt_draw_left [theirs: any]: nothing -> string {
  $env.AWSPROMPT_SEGMENT = __awsprompt_ask
  let text = __awsprompt_text $theirs
  if $env.AWSPROMPT_SEGMENT == '' { return $text }
  let it = $text | parse --regex $__awsprompt_lead | first
  $"($it.lead)(__awsprompt_styled | str join) ($it.rest)"
}

def __awsprompt_draw_right [theirs: any]: nothing -> string {
  $env.AWSPROMPT_SEGMENT = __awsprompt_ask
  [(__awsprompt_text $theirs) (__awsprompt_styled | take 2 | str join)] | where $it != '' | str join ' '
}

# Puts closures of the hook in the place of those that draw the prompt. Programs that draw the whole
# prompt are known by their names in it.
def --env __awsprompt_wrap [] {
  let left = __awsprompt_source PROMPT_COMMAND
  let right = __awsprompt_source PROMPT_COMMAND_RIGHT
  let theme = if $left =~ '(?i)starship' { 'starship' } else if $left =~ '\b_?omp_|oh-my-posh|POSH_' { 'oh-my-posh' }
  let shows_itself = 'AWSPROMPT_SEGMENT' in ($left + $right)
  let is_left = $__awsprompt_placement == left or ($__awsprompt_placement == auto and $theme == null)
  let is_right = $__awsprompt_placement == right
  $env.__awsprompt.theme = if $__awsprompt_placement == auto and not $shows_itself { $theme }
  $env.__awsprompt.theirs = {}
  if not $is_right or 'AWSPROMPT_SEGMENT' in $left {
    let theirs = $env.PROMPT_COMMAND?
    $env.__awsprompt.theirs.PROMPT_COMMAND = $theirs
    $env.PROMPT_COMMAND = if $is_left and not $shows_itself {
      {|| __awsprompt_draw_left $theirs }
    } else {
      {|| __awsprompt_draw_variable $theirs }
    }
  }
  if $is_right or 'AWSPROMPT_SEGMENT' in $right {
    let theirs = $env.PROMPT_COMMAND_RIGHT?
    $env.__awsprompt.theirs.PROMPT_COMMAND_RIGHT = $theirs
    $env.PROMPT_COMMAND_RIGHT = if $is_right and not ('AWSPROMPT_SEGMENT' in $right) {
      {|| __awsprompt_draw_right $theirs }
    } else {
      {|| __awsprompt_draw_variable $theirs }
    }
  }
}

# Gives the user's own back, unless something replaced ours. Counts the prompts in a row at which
# something did so.
def --env __awsprompt_unwrap [] {
  if $env.__awsprompt.theirs == {} { return }
  mut replaced = 0
  for it in ($env.__awsprompt.theirs | transpose name value) {
    if not ('__awsprompt_draw' in (__awsprompt_source $it.name)) {
      $replaced = $env.__awsprompt.replaced + 1
    } else if $it.value == null {
      hide-env $it.name
    } else {
      load-env {($it.name): $it.value}
    }
  }
  $env.__awsprompt.replaced = $replaced
  $env.__awsprompt.theirs = {}
}

# Exports the state of the hook for `awsprompt doctor`: its shell, how often it was loaded and its
# place among the hooks. There are no variables that are not exported.
def --env __awsprompt_mark [place: string] {
  let state = $env.__awsprompt
  let theme = if $state.theme == null { '' } else { $"/($state.theme)" }
  let guard = if $state.guards == [] { '' } else { ':guard' }
  $env.AWSPROMPT_HOOK = $"($state.shell):($state.loads):($place)($theme):($guard)"
}

# Makes the changes that the binary prints, one record a line: variables with their values, null for
# one to remove, or a text to print in `say`.
def --env __awsprompt_apply [changes: string] {
  for change in ($changes | from json --objects) {
    for it in ($change | transpose name value) {
      if $it.name == say {
        print --stderr $it.value
      } else if $it.value == null {
        hide-env --ignore-errors $it.name
      } else {
        load-env {($it.name): $it.value}
      }
    }
  }
}

def __awsprompt_now []: nothing -> int { (date now | into int) // 1_000_000_000 }

def __awsprompt_number [value: any] {
  if $"($value)" =~ '^[0-9]{1,12}$' { $"($value)" | into int }
}

# Switches back to the previous profile if a limit of the current one has passed. The binary says so;
# without it this stays silent, as an error would appear at every prompt.
def --env __awsprompt_let_go [--typed] {
  if $env.AWSPROMPT_UNTIL? == null and $env.AWSPROMPT_IDLE? == null { return }
  # A limit applies to one profile only.
  let profile = $env.AWS_PROFILE? | default ''
  if ($env.AWSPROMPT_LIMITED? | default $profile) != $profile { return }
  let now = __awsprompt_now
  let until = __awsprompt_number $env.AWSPROMPT_UNTIL?
  let idle = __awsprompt_number $env.AWSPROMPT_IDLE?
  let since = $env.__awsprompt.since
  let over = if $until != null and $now >= $until {
    'until'
  } else if $idle != null and $since != null and $now - $since >= $idle {
    'idle'
  } else {
    return
  }
  let typed = if $typed { [--typed] } else { [] }
  let change = try {
    ^$__awsprompt_binary switch --shell nushell --let-go $over ...$typed | complete
  } catch {
    return
  }
  if $change.exit_code != 0 or $change.stdout == '' { return }
  __awsprompt_apply $change.stdout
  $env.__awsprompt.ended = $profile
}

# Switches to another profile; with -l, or without arguments in a script, lists the profiles. If
# the binary fails, nushell ends the command with the binary's exit status.
@complete __awsprompt_offer_switch
def --env --wrapped __awsprompt_switch [...words] {
  if $words.0? == '-l' or ($words == [] and not $nu.is-interactive) {
    ^$__awsprompt_binary list ...($words | skip 1)
  } else {
    # A person can choose, even if the standard streams are redirected.
    let interactive = if $nu.is-interactive { [--interactive] } else { [] }
    let changes = ^$__awsprompt_binary switch --shell nushell --as $__awsprompt_command ...$interactive ...$words
    __awsprompt_apply $changes
    $env.__awsprompt.ended = null
  }
}

def --env __awsprompt_pre_prompt [] {
  # After Ctrl-C ours are still there.
  __awsprompt_unwrap
  if $env.AWSPROMPT_UNTIL? != null or $env.AWSPROMPT_IDLE? != null { __awsprompt_let_go }
  $env.__awsprompt.since = __awsprompt_now
  $env.__awsprompt.is_new = false
  __awsprompt_wrap
  __awsprompt_mark last
  __awsprompt_complete
  # A hook that was added since may change the prompt too: run after it from now on. What defines the
  # guard has run.
  let hooks = $env.config.hooks.pre_prompt
  # A closure takes nushell as long as a hundred turns of a loop.
  mut number = 0
  for hook in $hooks { if (__awsprompt_is_ours $hook) { $number += 1 } }
  if $number > 1 or not (__awsprompt_is_ours ($hooks | last)) {
    let ours = $hooks | where (__awsprompt_is_ours $it) | first
    $env.config.hooks.pre_prompt = ($hooks | where not (__awsprompt_is_ours $it) | append $ours)
  }
}

def --env __awsprompt_pre_execution [] {
  __awsprompt_unwrap
  if (commandline | str trim) == '' { return }
  # The profile whose time ended since the last prompt: a command that was typed for it must not
  # change another account.
  $env.__awsprompt.ended = null
  if $env.AWSPROMPT_UNTIL? != null or $env.AWSPROMPT_IDLE? != null { __awsprompt_let_go --typed }
  # The time of the current prompt, for idle limits; null while a command runs.
  $env.__awsprompt.since = null
  # If another program replaces the prompt after the hook, at every prompt, nothing is drawn here.
  __awsprompt_mark (if $env.__awsprompt.replaced > 1 { 'early' } else { 'last' })
}

def __awsprompt_is_ours [hook: any]: nothing -> bool {
  ($hook | describe) starts-with 'record<__awsprompt: bool'
}

# Completion. nushell gives the words as they are typed, and replaces the last of them. Returns null
# for what others complete.
def --wrapped __awsprompt_offer [...arguments] {
  try { ^$__awsprompt_binary ...$arguments | complete | get stdout | from json } catch { [] }
}

def __awsprompt_offer_names [what: string, word: string, flags: list<string> = []] {
  let it = $word | parse --regex '^(?<before>--\w+=)?(?<word>.*)$' | first
  __awsprompt_offer complete $what --shell nushell $"--before=($it.before)" $"--word=($it.word)" ...$flags
}

# A name that looks like a flag is read as a name only after `=` or `--`.
def __awsprompt_offer_profiles [words: list<string>, line: list<string> = []] {
  let word = $words | last
  let flags = if $word =~ '^--\w+=' or '--' in $words { [] } else { [--no-flags] }
  __awsprompt_offer_names profiles $word [...$flags -- ...$line]
}

# The commands of awsprompt, or the flags and words of one.
def __awsprompt_offer_own [command: string, word: string] {
  let table = __awsprompt_offer completions nushell
  $table | get --optional $command | default [] | where value starts-with $word
}

def __awsprompt_offer_switch [words: list<string>] {
  let word = $words | last
  match ($words | drop | last) {
    '-r' | '--region' => (__awsprompt_offer_names regions $word)
    '--lock' => (__awsprompt_offer_names accounts $word)
    '--for' => ([15m 30m 1h] | where ($it starts-with $word) | wrap value)
    _ if $word =~ '^--region=' => (__awsprompt_offer_names regions $word)
    _ if $word =~ '^--lock=' => (__awsprompt_offer_names accounts $word)
    _ if $word =~ '^-' and '--' not-in ($words | drop) => {
      let previous = {value: '-', description: 'The previous profile'}
      __awsprompt_offer_own switch $word | append (if $word == '-' { [$previous] } else { [] })
    }
    # All words together say which profile is meant.
    _ => (__awsprompt_offer_profiles $words ($words | skip 1 | drop))
  }
}

def __awsprompt_offer_external [words: list<string>] {
  if $words.0 not-in [aws awsprompt] { return null }
  let word = $words | last
  let before = $word | parse --regex '^(?<it>--\w+)=' | get --optional 0.it | default ($words | drop | last)
  let own = if $words.0 == awsprompt { $words.1? | default '' }
  if $before == '--profile' and $own in [null explain whoami check] { return (__awsprompt_offer_profiles $words) }
  if $before in ['--region' '-r'] and $own in [null explain check exec switch] {
    return (__awsprompt_offer_names regions $word)
  }
  if $own == null or '--' in ($words | drop) { return null }
  if ($words | length) == 2 { return (__awsprompt_offer_own '' $word) }
  if $own == switch { return (__awsprompt_offer_switch ($words | skip 1)) }
  if $own == exec and ($words | length) == 3 and not ($word starts-with '-') {
    return (__awsprompt_offer_profiles $words)
  }
  __awsprompt_offer_own $own $word
}

# What completes external commands goes on; ours comes first.
def --env __awsprompt_complete [] {
  let theirs = $env.config.completions.external.completer
  if $theirs != null and '__awsprompt_offer' in (view source $theirs) { return }
  $env.config.completions.external.completer = {|words|
    let ours = __awsprompt_offer_external $words
    if $ours == null and $theirs != null { do $theirs $words } else { $ours }
  }
}

# After `exec` a shell has the process id and the mark of the former one; the last number tells them
# apart. Only loads before the first prompt count, which are those of the start-up files.
export-env {
  if $env.__awsprompt? == null {
    let turn = if ($env.AWSPROMPT_HOOK? | default '') starts-with $"($nu.pid):nu:1:" { 2 } else { 1 }
    $env.__awsprompt = {
      shell: $"($nu.pid):nu:($turn)", loads: 0, is_new: true
      theirs: {}, theme: null, replaced: 0, since: null, ended: null, guards: []
    }
  }
  if $env.__awsprompt.is_new {
    $env.__awsprompt.loads += 1
    __awsprompt_mark new
  }
  for name in [pre_prompt pre_execution] {
    let hooks = $env.config.hooks | get --optional $name | default []
    let hooks = if ($hooks | describe --detailed).type == list { $hooks } else { [$hooks] }
    let ours = {
      __awsprompt: true
      code: (if $name == pre_prompt { {|| __awsprompt_pre_prompt } } else { {|| __awsprompt_pre_execution } })
    }
    let hooks = $hooks | where not (__awsprompt_is_ours $it) | append $ours
    $env.config.hooks = ($env.config.hooks | upsert $name $hooks)
  }
}
