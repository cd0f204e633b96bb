# awsprompt's hook for fish 3.4 and later.
#
# Loaded by `awsprompt init fish | source`, which sets three variables first:
#   __awsprompt_binary     the program to run
#   __awsprompt_placement  auto, left, right or none
#   __awsprompt_command    the name of the switching function, by default awsp, or empty
# The switching function is defined after this file.
#
# The hook wraps the function that draws the prompt. fish runs it after every event handler, so the
# hook sees every change that a handler makes to the environment. Each time fish draws the prompt,
# the hook runs the binary once and keeps the answer in AWSPROMPT_SEGMENT. Before each command and
# at each prompt it switches back if the profile's time is up. It can be loaded twice. `awsprompt
# doctor` reads the state of the hook from AWSPROMPT_HOOK.

set -q AWSPROMPT_SEGMENT; or set -g AWSPROMPT_SEGMENT ''
set -q __awsprompt_wraps; or set -g __awsprompt_wraps 0

# Runs when __awsprompt_turn is set: asks the binary, and sets __awsprompt_way to the function that
# draws. fish keeps $status and $pipestatus across an event handler, so the prompt still sees the
# user's values.
function __awsprompt_refresh --on-variable __awsprompt_turn
    test "$status" = "$pipestatus"
    and set -g __awsprompt_way __awsprompt_draw_behind
    or set -g __awsprompt_way __awsprompt_draw_around
    # Wrappers may be nested, for example if a virtual environment's prompt calls the prompt that it
    # replaced. Only the outermost asks the binary and shows the segment.
    if test "$__awsprompt_drawing" = yes
        set -g __awsprompt_way __awsprompt_draw_theirs
        return
    end
    __awsprompt_ask
    # Set last: after an interrupt the next drawing asks again.
    set -g __awsprompt_drawing yes
end

# Runs the binary, if it exists: fish reports a missing command even if stderr is redirected.
# The binary compares the values with its own environment to find unexported variables.
function __awsprompt_ask
    # The value to show if an interrupt stops the binary.
    set -g AWSPROMPT_SEGMENT '[AWS:?]'
    command -q $__awsprompt_binary
    and set -g AWSPROMPT_SEGMENT "$(
        command $__awsprompt_binary prompt --shell fish "--seen=AWS_PROFILE=$AWS_PROFILE" \
            "--seen=AWS_DEFAULT_PROFILE=$AWS_DEFAULT_PROFILE" \
            "--seen=AWSPROMPT_LOCK=$AWSPROMPT_LOCK" 2>/dev/null
    )"
    or set -g AWSPROMPT_SEGMENT '[AWS:?]'
end

# These functions draw a prompt: the output of the wrapped function, with the segment on its left,
# on its right or not at all. They leave $status unchanged until the wrapped function runs.
# __awsprompt_drawing is `yes` while a prompt is drawn and `no` afterwards. It is empty if no prompt
# was drawn since the last fish_prompt event.
function __awsprompt_draw_none
    set -l outer $__awsprompt_drawing
    set -g __awsprompt_turn
    set -g __awsprompt_asked yes
    $argv
    test "$outer" = yes; or set -g __awsprompt_drawing no
end

# fish draws the left prompt first, so the answer is current, unless the left prompt was interrupted
# or replaced after the hook ran.
function __awsprompt_draw_right
    set -l outer $__awsprompt_drawing
    set -g __awsprompt_drawing yes
    $argv
    test "$outer" = yes; and return
    set -q __awsprompt_asked[1]; or __awsprompt_ask
    set -g __awsprompt_asked
    set -g __awsprompt_drawing no
    test -z "$AWSPROMPT_SEGMENT"; or echo -n " $AWSPROMPT_SEGMENT"
end

function __awsprompt_draw_theirs
    $argv
end

function __awsprompt_draw_behind
    __awsprompt_show
    $argv
    set -g __awsprompt_drawing no
end

function __awsprompt_show
    set -l status_of_command $status
    test -z "$AWSPROMPT_SEGMENT"; or echo -n "$AWSPROMPT_SEGMENT "
    return $status_of_command
end

# fish cannot restore the statuses of a whole pipeline, so the prompt has to be drawn before
# anything else runs.
function __awsprompt_draw_around
    set -l text ($argv | string collect --no-trim-newlines --allow-empty)
    __awsprompt_show
    printf %s "$text"
    set -g __awsprompt_drawing no
end

# Exports the state of the hook for `awsprompt doctor`: the shell it belongs to, how often the hook
# was loaded, its place among the hooks, and the names of the AWS variables in this shell. From the
# names doctor finds the variables that are not exported.
function __awsprompt_mark --argument-names place
    set -l names ''
    for name in AWS_PROFILE AWS_DEFAULT_PROFILE AWS_REGION AWS_DEFAULT_REGION AWS_ACCESS_KEY_ID \
        AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CONFIG_FILE AWS_SHARED_CREDENTIALS_FILE \
        AWSPROMPT_LOCK
        set -q $name; and set names "$names$name,"
    end
    set -q __awsprompt_guards; and set names "$names:guard"
    set -l mark "$__awsprompt_shell:$__awsprompt_loads:$place:$names"
    # After any export fish copies the whole environment for the next command.
    test "$AWSPROMPT_HOOK" = "$mark"; or set -gx AWSPROMPT_HOOK $mark
end

# Switches back to the previous profile if a limit of the current one has passed. Runs before each
# command and at each prompt; code that wraps a command may call it first. The binary prints a
# message about the switch. If the binary is missing this stays silent, as an error would appear at
# every prompt.
function __awsprompt_let_go
    set -q AWSPROMPT_UNTIL; or set -q AWSPROMPT_IDLE; or return 0
    # A limit applies to one profile only.
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
    set -l profile $AWS_PROFILE
    set -l change (
        command $__awsprompt_binary switch --shell fish --let-go $over $argv 2>/dev/null |
            string collect
    )
    test $pipestatus[1] = 0; and test -n "$change"; or return 0
    eval $change
    set -g __awsprompt_ended $profile
    return 0
end

# The time of the current prompt, for idle limits; empty while a command runs.
set -g __awsprompt_since
# The profile whose time ended since the last prompt. A command that was typed for it must not change
# another account.
set -g __awsprompt_ended

function __awsprompt_be_idle
    __awsprompt_let_go
    set -g __awsprompt_since
    set -q AWSPROMPT_IDLE; and set -g __awsprompt_since (command date +%s)
end

function __awsprompt_preexec --on-event fish_preexec
    __awsprompt_let_go --typed
    set -g __awsprompt_since
    # If another program replaces the prompt after the hook, at every prompt, nothing is drawn here.
    set -q __awsprompt_drawing[1]
    and set -g __awsprompt_undrawn
    or set -ga __awsprompt_undrawn yes
    set -l place last
    set -q __awsprompt_undrawn[2]; and set place early
    __awsprompt_mark $place
end

# Switches to another profile; without arguments, lists the profiles. The output of the binary is
# complete only if it succeeds, so it is evaluated only then.
function __awsprompt_switch
    if not set -q argv[1]
        command $__awsprompt_binary list
        return
    end
    set -l change (command $__awsprompt_binary switch --shell fish $argv | string collect)
    set -l status_of_switch $pipestatus[1]
    test $status_of_switch = 0; or return $status_of_switch
    eval $change
    set -g __awsprompt_ended
end

# Wraps a function that draws a prompt. Handlers run in the order of their definition, so the
# watching handler is defined again, to run after the handler that replaced the prompt.
function __awsprompt_wrap --argument-names name
    set -g __awsprompt_wraps (math $__awsprompt_wraps + 1)
    set -l theirs __awsprompt_theirs_$__awsprompt_wraps
    set -l side $__awsprompt_placement
    if test $name = fish_prompt
        test $side = right; and set side none
        test $side = auto; and set side left; and __awsprompt_prompt_is_owned; and set side none
    end
    if not functions -q $name
        function $theirs
        end
    else
        functions $name | string match -q '*AWSPROMPT_SEGMENT*'; and set side none
        functions -c $name $theirs
    end
    set -l draw __awsprompt_draw_$side
    test $side = left; and set draw 'set -g __awsprompt_turn; $__awsprompt_way'
    echo "function $name; $draw $theirs; end" | source
    __awsprompt_watch_from_now_on
    test $__awsprompt_wraps = 1; and __awsprompt_mark last
end

# Returns whether a theme or another program draws the whole prompt.
function __awsprompt_prompt_is_owned
    test "$STARSHIP_SHELL" = fish; or set -q POSH_THEME; or set -q POSH_SESSION_ID
    or functions -q _tide_item_pwd
end

# Checks before each prompt whether the functions that draw it were replaced.
function __awsprompt_watch_from_now_on
    function __awsprompt_watch --on-event fish_prompt
        set -q AWSPROMPT_UNTIL; or set -q AWSPROMPT_IDLE; and __awsprompt_be_idle
        set -g __awsprompt_ended
        # An interrupted drawing did not reset this.
        set -g __awsprompt_drawing
        functions fish_prompt | string match -q '*__awsprompt_theirs_*'
        or __awsprompt_wrap fish_prompt
        test $__awsprompt_placement = right; or return
        set -g __awsprompt_asked
        functions fish_right_prompt | string match -q '*__awsprompt_theirs_*'
        or __awsprompt_wrap fish_right_prompt
    end
end
__awsprompt_watch_from_now_on

# A shell that replaces another one by `exec` keeps its process id and inherits its mark; the last
# number tells the two apart. Loads are counted up to the first prompt, so that only the start-up
# files count.
if not string match -q "$fish_pid:fish:*" "$__awsprompt_shell"
    set -g __awsprompt_shell $fish_pid:fish:1
    string match -q "$__awsprompt_shell:*" "$AWSPROMPT_HOOK"
    and set -g __awsprompt_shell $fish_pid:fish:2
    set -g __awsprompt_loads 0
end
# Later loads, by hand, are not counted.
if not set -q __awsprompt_drawing
    set -g __awsprompt_loads (math $__awsprompt_loads + 1)
    __awsprompt_mark new
end

# Completion of names, in addition to the other completions of these commands. fish quotes the names
# that it inserts.
function __awsprompt_offer
    set -l word (commandline -ct | string replace -r -- '^--\w+=' '')
    command -q $__awsprompt_binary
    and command $__awsprompt_binary complete $argv --shell fish "--word=$word" 2>/dev/null
end

# A name that looks like a flag is read as a name only after `=` or `--`.
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
        -d 'Switch back after this time'
    complete -c $__awsprompt_command -l clear -d 'Unset the profile'
    complete -c $__awsprompt_command -l lock -d 'Lock this shell to an account'
    complete -c $__awsprompt_command -l unlock -d 'Lift the lock'
    complete -c $__awsprompt_command -l off -d 'Hide the segment in this shell'
    complete -c $__awsprompt_command -l on -d 'Show the segment again'
    complete -c $__awsprompt_command -l help -d 'Print help'
    complete -c $__awsprompt_command -n 'string match -q -- "-*" (commandline -ct)' \
        -a - -d 'The previous profile'
end
