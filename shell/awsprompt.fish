# awsprompt's hook for fish 3.4 and later.
#
# Loaded by `awsprompt init fish | source`, which sets three variables first:
#   __awsprompt_binary     what to run
#   __awsprompt_placement  auto, left, right or none
#   __awsprompt_command    the name of the function that switches, awsp or another, or nothing
# and defines that function after this file.
#
# The hook wraps the function that draws the prompt, because that runs after every event handler:
# what another handler does to the environment is never missed. Before each command, and at each
# prompt, it lets go of a profile whose time is over. Each time the prompt is drawn the
# binary runs once, and its answer is kept in AWSPROMPT_SEGMENT. It may be loaded twice.
# AWSPROMPT_HOOK tells `awsprompt doctor` how the hook is.

set -q AWSPROMPT_SEGMENT; or set -g AWSPROMPT_SEGMENT ''
set -q __awsprompt_wraps; or set -g __awsprompt_wraps 0

# Runs when __awsprompt_turn is set. fish keeps $status and $pipestatus across an event handler,
# and `set` leaves them alone, so the prompt that is drawn next still sees the user's.
function __awsprompt_refresh --on-variable __awsprompt_turn
    set -q __awsprompt_drawing[1]; and return
    # The prompt on the left, which is drawn before, has just done it.
    test $__awsprompt_turn = right; and return
    set -l seen
    for name in AWS_PROFILE AWS_DEFAULT_PROFILE
        # What this shell sees and the binary does not inherit is not exported.
        set -q $name; and set -a seen "--seen=$name=$$name"
    end
    # That a command is missing is said even where stderr leads nowhere, so ask first.
    set -l segment (
        command -q $__awsprompt_binary
        and command $__awsprompt_binary prompt --shell fish $seen 2>/dev/null
    )
    or set segment '[AWS:?]'
    set -g AWSPROMPT_SEGMENT "$segment"
end

# Leaves in the environment what `awsprompt doctor` compares with the shell that calls it: whose mark
# this is, how often the hook was loaded, its place among the hooks, and the names of variables that
# the shell has, so that those which are not exported can be told.
function __awsprompt_mark --argument-names place
    set -l names ''
    for name in AWS_PROFILE AWS_DEFAULT_PROFILE AWS_REGION AWS_DEFAULT_REGION AWS_ACCESS_KEY_ID \
        AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CONFIG_FILE AWS_SHARED_CREDENTIALS_FILE
        set -q $name; and set names "$names$name,"
    end
    set -l mark "$__awsprompt_shell:$__awsprompt_loads:$place:$names"
    # Whatever is exported anew, fish copies all of it for the next command.
    test "$AWSPROMPT_HOOK" = "$mark"; or set -gx AWSPROMPT_HOOK $mark
end

# Goes back to the profile before, where a limit of the one in use is over: before the next command,
# and at each prompt. Whoever wraps a command may call this first. What the binary prints says so too;
# if it is gone, nobody is told at each prompt.
function __awsprompt_let_go
    set -q AWSPROMPT_UNTIL; or set -q AWSPROMPT_IDLE; or return 0
    # A limit is that of one profile.
    set -q AWSPROMPT_LIMITED; and test "$AWSPROMPT_LIMITED" != "$AWS_PROFILE"; and return 0
    set -l now (command date +%s)
    test -n "$now"; or return 0
    set -l over
    if string match -qr '^[0-9]{1,12}$' -- "$AWSPROMPT_UNTIL"
        and test $now -ge $AWSPROMPT_UNTIL
        set over until
    else if string match -qr '^[0-9]{1,12}$' -- "$AWSPROMPT_IDLE"
        and set -q __awsprompt_since[1]
        and test (math $now - $__awsprompt_since) -ge $AWSPROMPT_IDLE
        set over idle
    end
    set -q over[1]; and command -q $__awsprompt_binary; or return 0
    set -l change (
        command $__awsprompt_binary switch --shell fish --let-go $over 2>/dev/null | string collect
    )
    test $pipestatus[1] = 0; and eval $change
    return 0
end

# When the prompt was shown at which nobody has run a command yet; empty where one runs.
set -g __awsprompt_since

function __awsprompt_preexec --on-event fish_preexec
    __awsprompt_let_go
    set -g __awsprompt_since
end

# Switches to another profile; without arguments, lists them. What the binary prints is evaluated
# only when it succeeds, and is then complete.
function __awsprompt_switch
    if not set -q argv[1]
        command $__awsprompt_binary list
        return
    end
    set -l change (command $__awsprompt_binary switch --shell fish $argv | string collect)
    set -l status_of_switch $pipestatus[1]
    test $status_of_switch = 0; or return $status_of_switch
    eval $change
end

# Draws a prompt: the segment on the side where it goes, and what the wrapped function draws. A
# wrapper may end up inside another one, as when a virtual environment's prompt calls the one that
# it found; only the outermost shows the segment. Up to the fourth line nothing touches $status.
function __awsprompt_draw --argument-names side theirs
    set -g __awsprompt_turn $side
    set -l outer $__awsprompt_drawing
    set -g __awsprompt_drawing $side
    set -g __awsprompt_drawn
    set -l text ($theirs | string collect --no-trim-newlines --allow-empty)
    set -g __awsprompt_drawing $outer
    if test -z "$AWSPROMPT_SEGMENT"; or set -q outer[1]; or test $side = none
        echo -n "$text"
    else if test $side = left
        echo -n "$AWSPROMPT_SEGMENT $text"
    else
        echo -n "$text $AWSPROMPT_SEGMENT"
    end
end

# Tells whether a theme or another program draws the whole prompt.
function __awsprompt_prompt_is_owned
    test "$STARSHIP_SHELL" = fish; or set -q POSH_THEME; or set -q POSH_SESSION_ID
    or functions -q _tide_item_pwd
end

# Wraps a function that draws, unless what stands there is our wrapper.
function __awsprompt_wrap --argument-names name side
    functions $name 2>/dev/null | string match -q '*__awsprompt_draw *'; and return
    set -g __awsprompt_wraps (math $__awsprompt_wraps + 1)
    set -l theirs __awsprompt_theirs_$__awsprompt_wraps
    if not functions -q $name
        function $theirs
        end
    else
        functions $name | string match -q '*AWSPROMPT_SEGMENT*'; and set side none
        functions -c $name $theirs
    end
    echo "function $name; __awsprompt_draw $side $theirs; end" | source
end

# Looks before each prompt whether someone has replaced the functions that draw it. Handlers run in
# the order in which they were defined: when someone has, this one is defined anew, to be the last.
function __awsprompt_watch_from_now_on
    function __awsprompt_watch --on-event fish_prompt
        __awsprompt_let_go
        set -g __awsprompt_since
        set -q AWSPROMPT_IDLE; and set -g __awsprompt_since (command date +%s)
        # A drawing that was interrupted has not tidied up.
        set -g __awsprompt_drawing
        set -l wraps $__awsprompt_wraps
        set -l side $__awsprompt_placement
        if test $side = auto
            set side left
            __awsprompt_prompt_is_owned; and set side none
        end
        if test $side = right
            __awsprompt_wrap fish_prompt none
            __awsprompt_wrap fish_right_prompt right
        else
            __awsprompt_wrap fish_prompt $side
        end
        test $__awsprompt_wraps = $wraps; or __awsprompt_watch_from_now_on
        # What replaces the prompt behind the hook, at every prompt, keeps it from being drawn.
        set -l place last
        if set -q __awsprompt_drawn
            set -g __awsprompt_undrawn
        else
            set -q __awsprompt_undrawn[1]; and set place early
            set -g __awsprompt_undrawn yes
        end
        set -e __awsprompt_drawn
        set -g __awsprompt_prompts yes
        __awsprompt_mark $place
    end
end
__awsprompt_watch_from_now_on

# A shell that takes the place of another by `exec` has its number, and inherits its mark: tell the
# two apart. What the start-up files load after the first time is counted.
if not string match -q "$fish_pid:fish:*" "$__awsprompt_shell"
    set -g __awsprompt_shell $fish_pid:fish:1
    string match -q "$__awsprompt_shell:*" "$AWSPROMPT_HOOK"
    and set -g __awsprompt_shell $fish_pid:fish:2
    set -g __awsprompt_loads 0
    set -g __awsprompt_prompts
    set -g __awsprompt_undrawn
    set -g __awsprompt_drawn
end
if not set -q __awsprompt_prompts[1]
    set -g __awsprompt_loads (math $__awsprompt_loads + 1)
    __awsprompt_mark new
end

# Completing names: beside what else completes these commands. fish quotes what it puts on the line.
function __awsprompt_offer
    set -l word (commandline -ct | string replace -r -- '^--\w+=' '')
    command -q $__awsprompt_binary
    and command $__awsprompt_binary complete $argv --shell fish "--word=$word" 2>/dev/null
end

# A name that looks like a flag is taken for a name only behind `=` or `--`.
function __awsprompt_offer_profiles
    if string match -qr -- '^--\w+=' (commandline -ct); or contains -- -- (commandline -opc)
        __awsprompt_offer profiles
    else
        __awsprompt_offer profiles --no-flags
    end
end

function __awsprompt_sets_profile
    set -l words (commandline -opc)
    test "$words[-1]" = AWS_PROFILE
end

function __awsprompt_executes
    test (string join ' ' -- (commandline -opc)[2..]) = exec
end

if not set -q __awsprompt_completes
    set -g __awsprompt_completes
    for name in aws awsprompt
        complete -c $name -l profile -x -a '(__awsprompt_offer_profiles)'
        complete -c $name -l region -x -a '(__awsprompt_offer regions)'
    end
    complete -c awsprompt -n '__fish_seen_subcommand_from exec' -s r -x \
        -a '(__awsprompt_offer regions)'
    complete -c awsprompt -n __awsprompt_executes -x -a '(__awsprompt_offer_profiles)'
    complete -c set -n __awsprompt_sets_profile -x -a '(__awsprompt_offer profiles)'
end

if test -n "$__awsprompt_command"
    complete -c $__awsprompt_command -e
    complete -c $__awsprompt_command -f -a '(__awsprompt_offer_profiles)'
    complete -c $__awsprompt_command -s r -l region -x -a '(__awsprompt_offer regions)' \
        -d 'Set the region too'
    complete -c $__awsprompt_command -l for -x -a '15m 30m 1h' \
        -d 'Go back to the profile before after this time'
    complete -c $__awsprompt_command -l clear -d 'Go without a profile'
    complete -c $__awsprompt_command -l off -d 'Hide the segment in this shell'
    complete -c $__awsprompt_command -l on -d 'Show the segment again'
    complete -c $__awsprompt_command -l help -d 'Print help'
    complete -c $__awsprompt_command -n 'string match -q -- "-*" (commandline -ct)' \
        -a - -d 'The profile before'
end
