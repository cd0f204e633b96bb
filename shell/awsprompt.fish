# awsprompt's hook for fish 3.4 and later. What runs at each prompt comes first: at each call fish
# counts the lines above a function. What the hook does is said after that.

# Runs when __awsprompt_turn is set to the side of the segment: asks the binary, and sets
# __awsprompt_way to the function that draws. fish keeps $status and $pipestatus across an event
# handler, so the user's function still sees them.
function __awsprompt_ask --on-variable __awsprompt_turn
    # A prompt may draw another, as in a virtual environment: only the outermost has the segment.
    test $__awsprompt_way = __awsprompt_draw_inner; and return
    # fish draws the left prompt first, so on the right the answer is current, unless the left one
    # was interrupted, or replaced after the hook ran.
    set -q __awsprompt_asked; and test $__awsprompt_turn = right
    and set -g __awsprompt_way __awsprompt_draw_right; and return
    # The value to show if an interrupt stops the binary.
    set -g AWSPROMPT_SEGMENT '[AWS:?]'
    # fish reports a missing command even if stderr is redirected. The binary compares the values with
    # its own environment to find unexported variables.
    test -x "$__awsprompt_path"; or set -g __awsprompt_path (command -s $__awsprompt_binary)
    and set -g AWSPROMPT_SEGMENT "$($__awsprompt_path prompt --shell fish --pane \
        "--columns=$COLUMNS" "--seen=AWS_PROFILE=$AWS_PROFILE" \
        "--seen=AWS_DEFAULT_PROFILE=$AWS_DEFAULT_PROFILE" \
        "--seen=AWSPROMPT_LOCK=$AWSPROMPT_LOCK" 2>/dev/null)"
    or set -g AWSPROMPT_SEGMENT '[AWS:?]'
    set -g __awsprompt_way __awsprompt_draw_$__awsprompt_turn
end

# Draws what the user's function prints, and the segment. What was drawn is kept, behind what it was
# made of. The output is read as it is: $() would split it into lines, and drop the last newline.
function __awsprompt_draw_left
    set -g __awsprompt_way __awsprompt_draw_inner
    $argv | read -lz text
    set -g __awsprompt_way __awsprompt_draw_again
    test "$COLUMNS $AWSPROMPT_SEGMENT $text" = "$__awsprompt_drawn[1]"
    or __awsprompt_compose $argv[1] "$text"
    printf %s "$__awsprompt_drawn[2]"
end

# Handlers run in the order of their definition: run after one that replaces the prompt.
function __awsprompt_watch_from_now_on
    function __awsprompt_watch --on-event fish_prompt
        # A loop over nothing costs next to nothing.
        for limit in $AWSPROMPT_UNTIL $AWSPROMPT_IDLE
            __awsprompt_let_go
            set -q AWSPROMPT_IDLE; and set -g __awsprompt_since (command date +%s)
        end
        # After an empty line ours are still there, unless a handler replaced them.
        for name in $__awsprompt_wrapped
            functions -Dv $name | string match -q "__awsprompt_theirs_$name$__awsprompt_number"
            or __awsprompt_unwrap
        end
        set -q __awsprompt_wrapped[1]; or __awsprompt_wrap_all
    end
end

# Loaded by `awsprompt init fish | source`, which sets three variables before this file:
#   __awsprompt_binary     the program to run
#   __awsprompt_placement  auto, left, right or none
#   __awsprompt_command    the name of the switching function, by default awsp, or empty
# The switching function is defined after this file.
#
# While a prompt is shown, the hook's functions stand in the place of the functions that draw it.
# While a command runs, the user's own are back: what a command saves, copies or changes is theirs.
# Each time fish draws the prompt, the hook runs the binary once and keeps the answer in
# AWSPROMPT_SEGMENT. Before each command and at each prompt it switches back if the profile's time is
# up. It can be loaded twice. `awsprompt doctor` reads the state of the hook from AWSPROMPT_HOOK.

# The way since the last command until a prompt is drawn, and after that. After an interrupt fish
# runs no handlers until the next command.
function __awsprompt_draw_first
    __awsprompt_ask
    $__awsprompt_way $argv
end

function __awsprompt_draw_again
    __awsprompt_draw_first $argv
end

function __awsprompt_draw_inner
    $argv
end

# Asks for what is built before a prompt is drawn.
function __awsprompt_ask_early
    set -g __awsprompt_way __awsprompt_draw_first
    set -g __awsprompt_turn none
    set -g __awsprompt_way __awsprompt_draw_first
end

# `set` leaves $status and $pipestatus as they are.
function __awsprompt_draw_none
    set -g __awsprompt_way __awsprompt_draw_inner
    set -g __awsprompt_asked
    $argv
    set -g __awsprompt_way __awsprompt_draw_again
end

function __awsprompt_draw_right
    set -g __awsprompt_way __awsprompt_draw_inner
    set -e __awsprompt_asked
    set -l text "$($argv)"
    set -g __awsprompt_way __awsprompt_draw_again
    __awsprompt_shows_itself $argv[1] "$text"; or set text "$text $AWSPROMPT_SEGMENT"
    printf %s "$text"
end

# Returns whether a function draws the segment; there may be none.
function __awsprompt_shows_itself --argument-names name text
    test -z "$AWSPROMPT_SEGMENT"; and return
    string match -q -- "*$AWSPROMPT_SEGMENT*" "$text"
    and functions $name | string match -q '*AWSPROMPT_SEGMENT*'
end

# Puts the segment into a prompt. Before it stay empty lines, titles and the like, carriage returns,
# resets of the colour and clearing.
function __awsprompt_compose --argument-names name text
    set -g __awsprompt_drawn "$COLUMNS $AWSPROMPT_SEGMENT $text" "$text"
    __awsprompt_shows_itself $name "$text"; and return
    set -l lead
    set -l rest
    set -l control '\e\][^\a\e]*(?:\a|\e\\\\)|\e\[0?[JKm]|\e\(B'
    string match -qr "(?s)^(?<lead>(?:[ \t]*[\r\n](?!\z)|[ \t]+\z|$control)*)(?<rest>.*)" -- "$text"
    # fish cuts a line that is wider than the terminal on its left, where the profile is.
    set -l line (string split -m 1 \n -- "$AWSPROMPT_SEGMENT $rest")[1]
    set -l gap ' '
    test (string length -V -- "$line") -lt "0$COLUMNS"; or set gap \n
    set __awsprompt_drawn[2] "$lead$AWSPROMPT_SEGMENT$gap$rest"
end

function __awsprompt_preexec --on-event fish_preexec
    __awsprompt_unwrap
    # The profile whose time ended since the last prompt: a command that was typed for it must not
    # change another account.
    set -e __awsprompt_ended
    test -n "$AWSPROMPT_UNTIL$AWSPROMPT_IDLE"; and __awsprompt_let_go --typed
    # The time of the current prompt, for idle limits; unset while a command runs.
    set -e __awsprompt_since
    test $__awsprompt_way = __awsprompt_draw_first; or set -e __awsprompt_undrawn
    set -g __awsprompt_way __awsprompt_draw_first
    # Once is harmless. At every prompt it means that another program replaces it after the hook.
    if set -q __awsprompt_undrawn[2]
        __awsprompt_mark early
    else if test "$__awsprompt_marked" != "last$__awsprompt_theme"
        __awsprompt_mark last
    end
end

# Gives the user's own functions back, unless something replaced ours.
function __awsprompt_unwrap
    for name in $__awsprompt_wrapped
        set -l theirs __awsprompt_theirs_$name$__awsprompt_number
        if functions -Dv $name | string match -q $theirs
            functions -e $name
            contains $name $__awsprompt_absent; or functions -c $theirs $name
        else
            set -g __awsprompt_side ''
        end
    end
    set -e __awsprompt_wrapped __awsprompt_absent
    test -n "$__awsprompt_side"; and return
    test $__awsprompt_way = __awsprompt_draw_first; and set -ga __awsprompt_undrawn yes
    set -g __awsprompt_way __awsprompt_draw_first
    set -g __awsprompt_number (math $__awsprompt_number + 1)
    __awsprompt_watch_from_now_on
end

# Puts a function of the hook in the place of one that draws a prompt. Something that replaces ours
# may call a copy of it, so the next one gets another number.
function __awsprompt_wrap --argument-names name side
    set -l theirs __awsprompt_theirs_$name$__awsprompt_number
    set -l ours __awsprompt_ours_{$side}_$theirs
    if not functions -q $name
        set -ga __awsprompt_absent $name
        # As the one that fish has built in.
        function $name -V name
            test $name = fish_prompt; and echo -n "$USER@$hostname $PWD> "
        end
    end
    functions -e $theirs
    functions -c $name $theirs
    functions -e $name
    functions -q $ours; or eval "function $ours -d $theirs
        set -g __awsprompt_turn $side
        \$__awsprompt_way $theirs \$argv
    end"
    functions -c $ours $name
    set -ga __awsprompt_wrapped $name
end

function __awsprompt_wrap_all
    # While the segment is on the left, the text of the prompt is read again only if there is a sign
    # of a program that draws the whole prompt.
    if test "$__awsprompt_side$STARSHIP_SHELL$POSH_THEME$POSH_SESSION_ID$_tide_left_items" = left
        __awsprompt_wrap fish_prompt left
        return
    end
    __awsprompt_choose_side
    set -e __awsprompt_asked
    test $__awsprompt_placement = right; and __awsprompt_wrap fish_right_prompt right
    if test $__awsprompt_side != tide
        __awsprompt_wrap fish_prompt $__awsprompt_side
    else
        __awsprompt_ask_early
        set -g __awsprompt_asked
        set -g __awsprompt_way __awsprompt_draw_again
    end
end

# Exports the state of the hook for `awsprompt doctor`: its shell, how often it was loaded, its place
# among the hooks, and which AWS variables the shell has, to find those that are not exported.
# __awsprompt_marked is the place that it says, as long as the names are right.
function __awsprompt_mark --argument-names place
    set -l names ''
    for name in $__awsprompt_names
        set -q $name; and set names "$names$name,"
    end
    set -q __awsprompt_guards; and set names "$names:guard"
    set -g __awsprompt_marked $place$__awsprompt_theme
    set -gx AWSPROMPT_HOOK "$__awsprompt_shell:$__awsprompt_loads:$__awsprompt_marked:$names"
end

# Switch to another profile, and back if a limit of the current one has passed; code that wraps a
# command may call the latter first. The first call loads shell/later.fish, whose functions replace
# these. Without the binary a limit does nothing, as an error would appear at every prompt.
function __awsprompt_switch
    __awsprompt_load; and __awsprompt_switch $argv
end

function __awsprompt_let_go
    test -n "$AWSPROMPT_UNTIL$AWSPROMPT_IDLE"; and command -q $__awsprompt_binary
    and __awsprompt_load 2>/dev/null; and __awsprompt_let_go $argv
    return 0
end

function __awsprompt_load
    set -l functions "$(command $__awsprompt_binary init fish --later)"; and eval $functions
end

# Decides where the segment goes, from the text of fish_prompt, and of the function that it replaced
# and calls.
function __awsprompt_choose_side
    __awsprompt_watch_from_now_on
    set -l text (functions fish_prompt)
    test "$__awsprompt_side$text" = "none$__awsprompt_text"; and return
    set -g __awsprompt_text $text
    # What the mark says of the program that draws the prompt, if it does not show the segment.
    set -g __awsprompt_theme ''
    set -g __awsprompt_side $__awsprompt_placement
    set -l callee
    string match -qr '(?<callee>[\w-]+fish_prompt[\w-]*)' -- $text
    and set -a text (functions $callee)
    test $__awsprompt_side = right; or string match -q '*AWSPROMPT_SEGMENT*' -- $text
    and set __awsprompt_side none
    # Programs that draw the whole prompt are known by their names.
    string match -qr '__awsprompt_theirs_|_tide_|STARSHIP_|\b_?omp_|oh-my-posh' -- $text
    and __awsprompt_load 2>/dev/null; and __awsprompt_know_theme $text
    test $__awsprompt_side = auto; and set __awsprompt_side left
    functions -e __awsprompt_early
    test "$__awsprompt_side" = none; or return
    # After each command. Where the hook draws nothing, a prompt may be built from the variable before
    # the hook's turn comes. If this is interrupted, fish runs no more handlers: so wrap first.
    function __awsprompt_early --on-event fish_postexec
        set -e __awsprompt_changed; or return
        __awsprompt_wrap_all
        __awsprompt_ask_early
    end
end

# An item for tide, which draws in another fish. That reads config.fish too.
function _tide_item_awsprompt
    __awsprompt_load 2>/dev/null; and _tide_item_awsprompt
end

set -g __awsprompt_names AWS_PROFILE AWS_DEFAULT_PROFILE AWS_REGION AWS_DEFAULT_REGION \
    AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CONFIG_FILE \
    AWS_SHARED_CREDENTIALS_FILE AWSPROMPT_LOCK

set -q AWSPROMPT_SEGMENT; or set -g AWSPROMPT_SEGMENT ''
set -q __awsprompt_number; or set -g __awsprompt_number 1
set -g __awsprompt_way __awsprompt_draw_first
__awsprompt_watch_from_now_on

test $__awsprompt_placement = none; and status is-interactive; and __awsprompt_ask_early

function __awsprompt_notice --on-variable=PATH --on-variable=PWD --on-variable=AWSPROMPT \
    --on-variable=$__awsprompt_names
    set -g __awsprompt_changed
    set -e __awsprompt_path __awsprompt_marked
    # What draws the prompt may read the mark.
    contains "$__awsprompt_side$__awsprompt_theme" none/starship tide{,/tide}; and __awsprompt_mark last
end

# After `exec` a shell has the process id and the mark of the former one; the last number tells them
# apart. Only loads before the first prompt count, which are those of the start-up files.
if not string match -q "$fish_pid:fish:*" "$__awsprompt_shell"
    set -g __awsprompt_shell $fish_pid:fish:1
    string match -q "$__awsprompt_shell:*" "$AWSPROMPT_HOOK"
    and set -g __awsprompt_shell $fish_pid:fish:2
    set -g __awsprompt_loads 0
end
set -q __awsprompt_inherited; or set -g __awsprompt_inherited "$AWSPROMPT_HOOK"
# Later loads, by hand, are not counted.
if set -q __awsprompt_side
    set -g __awsprompt_side ''
    set -e __awsprompt_marked
else
    set -g __awsprompt_loads (math $__awsprompt_loads + 1)
    __awsprompt_mark new
end

# Tab completes the names of profiles and regions, and awsprompt's own commands, in addition to what
# else completes them. The first Tab loads the completion, and completes again.
function __awsprompt_complete
    set -g __awsprompt_completes
    command -q $__awsprompt_binary
    and command $__awsprompt_binary completions fish --hook 2>/dev/null | source
    complete -C "$(commandline -cp)" |
        string replace -- "$(commandline -ct | string match -r -- '^--\w+=')" ''
end
set -e __awsprompt_completes
set -l first 'not set -q __awsprompt_completes'
set -l offer -x -a '(__awsprompt_complete)'
complete -c aws -n $first -l profile -l region $offer
complete -c awsprompt -n $first $offer
complete -c set -n $first'; and string match -q "AWS_*" -- (commandline -opc)[-1]' $offer
if test -n "$__awsprompt_command"
    complete -c $__awsprompt_command -e
    complete -c $__awsprompt_command -w 'awsprompt switch'
end
