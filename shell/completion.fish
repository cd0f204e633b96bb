# awsprompt's completion for fish. The hook loads it at the first Tab, behind the completion of
# awsprompt's own commands. fish quotes the names that it inserts.

function __awsprompt_offer
    set -l word (commandline -ct | string replace -r -- '^--\w+=' '')
    command -q $__awsprompt_binary
    and command $__awsprompt_binary complete --shell fish "--word=$word" $argv 2>/dev/null
end

# A name that looks like a flag is read as a name only after `=` or `--`.
function __awsprompt_offer_profiles
    set -l flags
    string match -qr -- '^--\w+=' (commandline -ct); or contains -- -- (commandline -opc)
    or set flags --no-flags
    # Of the function that switches, all words together say which profile is meant.
    set -l words (commandline -opc)
    test "$words[1..2]" = 'awsprompt switch'; and set -a flags -- $words[3..]
    __awsprompt_offer profiles $flags
end

# Returns whether the first word after `awsprompt` is one of these.
function __awsprompt_runs
    set -l words (commandline -opc)
    contains -- "$words[2]" $argv
end

set -l profiles -x -a '(__awsprompt_offer_profiles)'
set -l regions -x -a '(__awsprompt_offer regions)'
complete -c aws -l profile $profiles
complete -c aws -l region $regions
complete -c awsprompt -n '__awsprompt_runs explain whoami check' -l profile $profiles
complete -c awsprompt -n '__awsprompt_runs explain check exec switch' -l region $regions
complete -c awsprompt -n '__awsprompt_runs exec switch' -s r $regions
complete -c awsprompt -n '__awsprompt_runs exec; and test (count (commandline -opc)) = 2' $profiles
complete -c awsprompt -n '__awsprompt_runs switch' $profiles
complete -c awsprompt -n '__awsprompt_runs switch' -l lock -x -a '(__awsprompt_offer accounts)'
complete -c awsprompt -n '__awsprompt_runs switch' -l for -x -a '15m 30m 1h'
complete -c awsprompt -n '__awsprompt_runs switch; and string match -q -- "-*" (commandline -ct)' \
    -a - -d 'The previous profile'
for names in profiles regions
    set -l variable (string upper $names | string trim --right --chars S)
    complete -c set -n "contains -- (commandline -opc)[-1] AWS_$variable AWS_DEFAULT_$variable" \
        -x -a "(__awsprompt_offer $names)"
end
