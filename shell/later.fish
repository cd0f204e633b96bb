# What awsprompt's hook for fish loads when it is first needed: the functions that switch, which
# replace those of their names, and what knows themes. They may come from a newer release than the
# hook.

# Tells the binary which variables a switch cannot remove: those of every fish, and where a global
# one hides such a variable, the value that comes to light, unless it may be a secret.
function __awsprompt_universal
    set -l plain "^(AWS_(?:(?:DEFAULT_)?(?:PROFILE|REGION)|ACCESS_KEY_ID)) '?([^'\\\\]*)'?\$"
    for line in (set -UxL | string match 'AWS*')
        set -l name (string split -m 1 ' ' -- $line)[1]
        set -qg $name; and string replace -rf -- $plain '--universal=$1=$2' $line
        or echo --universal=$name
    end
end

# Switches to another profile; with -l, or without arguments in a pipe, lists the profiles. The output
# of the binary is complete only if it succeeds, so it is evaluated only then.
function __awsprompt_switch
    if contains -- "$argv[1]" -l --list; or begin
            not set -q argv[1]; and not test -t 1
        end
        command $__awsprompt_binary list $argv[2..]
        return
    end
    # A person can choose, even if the standard streams are redirected.
    status is-interactive; and set -p argv --interactive
    set -l change "$(command $__awsprompt_binary switch --shell fish \
        --as "$__awsprompt_command" (__awsprompt_universal) $argv)"
    or return
    eval $change
    set -g __awsprompt_ended
end

# Switches back to the previous profile if a limit of the current one has passed. Code that wraps a
# command may call it first. The binary says so; without it this stays silent, as an error would appear
# at every prompt.
function __awsprompt_let_go
    set -q AWSPROMPT_UNTIL; or set -q AWSPROMPT_IDLE; or return 0
    # A limit applies to one profile only.
    set -q AWSPROMPT_LIMITED; and test "$AWSPROMPT_LIMITED" != "$AWS_PROFILE"; and return 0
    set -l now (command date +%s); or return 0
    set -l over
    string match -qr '^[0-9]{1,12}$' -- "$AWSPROMPT_IDLE"; and set -q __awsprompt_since[1]
    and test (math $now - $__awsprompt_since) -ge $AWSPROMPT_IDLE; and set over idle
    string match -qr '^[0-9]{1,12}$' -- "$AWSPROMPT_UNTIL"
    and test $now -ge $AWSPROMPT_UNTIL; and set over until
    set -q over[1]; and command -q $__awsprompt_binary; or return 0
    set -l profile $AWS_PROFILE
    set -l change "$(
        command $__awsprompt_binary switch --shell fish (__awsprompt_universal) \
            --let-go $over $argv 2>/dev/null
    )"
    and test -n "$change"; or return 0
    eval $change
    set -g __awsprompt_ended $profile
    return 0
end

# Decides where the segment goes beside a program that draws the whole prompt, from the text of its
# function.
function __awsprompt_know_theme
    # One that an older release let fish save, or that an older hook put there.
    set -l former
    if string match -qr '(?<former>__awsprompt_theirs_\w+)' -- (functions fish_prompt)
        functions -e fish_prompt
        functions -q $former; and functions -c $former fish_prompt
        __awsprompt_choose_side
    else if string match -q '*_tide_*' -- $argv
        # tide draws in another fish, and reads the file of its function again: leave that alone.
        set __awsprompt_side tide
        test $__awsprompt_placement = left; and not set -q __awsprompt_said
        and echo 'awsprompt: tide draws the line on the left; use --prompt right' >&2
        set -g __awsprompt_said
        test $__awsprompt_placement = auto
        and not contains awsprompt $_tide_left_items $_tide_right_items
        and set __awsprompt_theme /tide
    else if test $__awsprompt_side = auto
        string match -q '*STARSHIP_*' -- $argv; and set __awsprompt_theme /starship
        string match -qr '\b_?omp_|oh-my-posh' -- $argv; and set __awsprompt_theme /oh-my-posh
        test -n "$__awsprompt_theme"; and set __awsprompt_side none
    end
end

# An item for tide. As in starship's module, the mark of the shell that shows the prompt tells what is
# not exported.
function _tide_item_awsprompt
    set -q tide_awsprompt_color; or set -lx tide_awsprompt_color normal
    set -q tide_awsprompt_bg_color; or set -lx tide_awsprompt_bg_color normal
    set -lx AWSPROMPT_HOOK $__awsprompt_inherited
    set -l segment "$(command $__awsprompt_binary prompt --shell starship 2>/dev/null)"
    test -z "$segment"; or _tide_print_item awsprompt $segment
end
