# What awsprompt's hook for fish loads when it is first needed: the functions that switch, which
# replace those of their names. They may come from a newer release than the hook.

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
# command may call it first. The binary prints a message about the switch. Without the binary this
# stays silent, as an error would appear at every prompt.
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
