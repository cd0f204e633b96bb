# awsprompt's guard for fish. `awsprompt init fish --guard` prints it after the hook.

# `exec` guards as this shell does, wherever it inherits the mark of the hook.
set -g __awsprompt_guards

# Defines a function that runs a command through the guard. An existing function of that name keeps
# working; in fish an alias is a function too. If it runs `command NAME`, that call is replaced by
# the guard, which then sees the final arguments. Otherwise the guard asks first and the function
# runs afterwards. A function that is defined later replaces the guard.
function __awsprompt_protect --argument-names name
    if not functions -q $name
        eval "function $name; __awsprompt_guard $name \$argv; end"
        return
    end
    set -l head (functions --no-details $name)
    set -l body $head[2..]
    set -e head[2..]
    # Match whole words only: aws-vault is another program.
    set -l guarded (string replace --all --regex "(?<![\w-])command $name(?![\w.-])" \
        "__awsprompt_guard $name" -- $body)
    if string match -q '*__awsprompt_guard*' -- $body
        return
    else if string match -q '*__awsprompt_guard*' -- $guarded
        eval (string join \n -- $head $guarded | string collect)
    else
        functions --copy $name __awsprompt_former_$name
        eval "function $name
            __awsprompt_guard --no-run $name \$argv
            and __awsprompt_former_$name \$argv
        end"
    end
end

# Runs a command through the guard, after switching back if the profile's time is up. With --no-run
# it only asks.
function __awsprompt_guard
    __awsprompt_let_go
    # The shell is interactive, even if all three standard streams are redirected.
    set -l flags
    status is-interactive
    and set flags --interactive
    set -q __awsprompt_ended[1]
    and set -a flags --ended=$__awsprompt_ended
    if command -q $__awsprompt_binary
        if test $argv[1] = --no-run
            set -l known (jobs --pid)
            command $__awsprompt_binary guard --no-run $flags -- $argv[2..]
            or return
            # fish reports success for a question that was stopped with Ctrl-Z.
            for job in (jobs --pid)
                contains -- $job $known
                or return 148
            end
            return 0
        else
            command $__awsprompt_binary guard $flags -- $argv
        end
        return
    end
    printf 'awsprompt: %s not found; the guard is inactive\n' $__awsprompt_binary >&2
    test $argv[1] = --no-run
    or command $argv
end
