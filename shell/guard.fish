# awsprompt's guard for fish, behind the hook where `awsprompt init fish --guard` asks for it.

# Puts the guard before a command. A function of its name that is there already, which in fish an
# alias is too, keeps working: where it runs the command itself, the guard comes between and sees all
# that it adds; else the guard is asked before it. A function defined later takes the guard's place.
function __awsprompt_protect --argument-names name
    if not functions -q $name
        eval "function $name; __awsprompt_guard $name \$argv; end"
        return
    end
    set -l body (functions --no-details $name | string collect)
    if string match -q '*__awsprompt_guard*' -- $body
        return
    else if string match -q "*command $name*" -- $body
        eval (string replace --all "command $name" "__awsprompt_guard $name" -- $body | string collect)
    else
        functions --copy $name __awsprompt_former_$name
        eval "function $name
            __awsprompt_guard --no-run $name \$argv
            and __awsprompt_former_$name \$argv
        end"
    end
end

# Runs a command through the guard, once a profile whose time is over is let go of; with --no-run
# only asks.
function __awsprompt_guard
    __awsprompt_let_go
    if command -q $__awsprompt_binary
        if test $argv[1] = --no-run
            command $__awsprompt_binary guard --no-run -- $argv[2..]
        else
            command $__awsprompt_binary guard -- $argv
        end
        return
    end
    printf 'awsprompt: %s is not to be found, and guards nothing\n' $__awsprompt_binary >&2
    test $argv[1] = --no-run
    or command $argv
end
