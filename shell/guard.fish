# awsprompt's guard for fish, behind the hook where `awsprompt init fish --guard` asks for it.

# Puts the guard before a command. A function of its name that is there already, which in fish an
# alias is too, keeps working: where it runs the command itself, the guard comes between and sees all
# that it adds; else the guard is asked before it. A function defined later takes the guard's place.
function __awsprompt_protect --argument-names name
    if not functions -q $name
        eval "function $name; __awsprompt_guard $name \$argv; end"
        return
    end
    set -l head (functions --no-details $name)
    set -l body $head[2..]
    set -e head[2..]
    # Whole words only: aws-vault is another program.
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

# Runs a command through the guard, once a profile whose time is over is let go of; with --no-run
# only asks.
function __awsprompt_guard
    __awsprompt_let_go
    # A person is at the shell, even where all three streams lead elsewhere.
    set -l person
    status is-interactive
    and set person --interactive
    if command -q $__awsprompt_binary
        if test $argv[1] = --no-run
            set -l known (jobs --pid)
            command $__awsprompt_binary guard --no-run $person -- $argv[2..]
            or return
            # fish takes a question that was stopped for one that was answered with yes.
            for job in (jobs --pid)
                contains -- $job $known
                or return 148
            end
            return 0
        else
            command $__awsprompt_binary guard $person -- $argv
        end
        return
    end
    printf 'awsprompt: %s not found; the guard is inactive\n' $__awsprompt_binary >&2
    test $argv[1] = --no-run
    or command $argv
end
