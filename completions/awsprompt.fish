# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_awsprompt_global_optspecs
    string join \n h/help V/version
end

function __fish_awsprompt_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_awsprompt_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_awsprompt_using_subcommand
    set -l cmd (__fish_awsprompt_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c awsprompt -n "__fish_awsprompt_needs_command" -s h -l help -d 'Print help'
complete -c awsprompt -n "__fish_awsprompt_needs_command" -s V -l version -d 'Print version'
complete -c awsprompt -n "__fish_awsprompt_needs_command" -f -a "prompt" -d 'Print the segment for a prompt, such as [AWS:work 111122223333 us-east-1]'
complete -c awsprompt -n "__fish_awsprompt_needs_command" -f -a "init" -d 'Print the lines that put the segment into a shell\'s prompt'
complete -c awsprompt -n "__fish_awsprompt_needs_command" -f -a "switch" -d 'Choose another profile for this shell; the shell function awsp calls this'
complete -c awsprompt -n "__fish_awsprompt_needs_command" -f -a "exec" -d 'Run one command, or a shell, under a profile'
complete -c awsprompt -n "__fish_awsprompt_needs_command" -f -a "list" -d 'List the profiles with account, region, role, class and session, and mark the current one'
complete -c awsprompt -n "__fish_awsprompt_needs_command" -f -a "sessions" -d 'List the SSO and `aws login` sessions: how long each lasts, and which profiles use it'
complete -c awsprompt -n "__fish_awsprompt_needs_command" -f -a "explain" -d 'Explain what the AWS CLI would use now, and where each value comes from'
complete -c awsprompt -n "__fish_awsprompt_needs_command" -f -a "whoami" -d 'Ask AWS who you are, through the AWS CLI, and compare the answer with the prompt'
complete -c awsprompt -n "__fish_awsprompt_needs_command" -f -a "doctor" -d 'Look for errors in the AWS files, the environment and this shell\'s hook'
complete -c awsprompt -n "__fish_awsprompt_needs_command" -f -a "guard" -d 'Run a command, asking first if it would change a guarded account'
complete -c awsprompt -n "__fish_awsprompt_needs_command" -f -a "check" -d 'Check that account, region and class are as expected (for scripts, CI and agents; never prompts)'
complete -c awsprompt -n "__fish_awsprompt_needs_command" -f -a "project" -d 'Show which accounts and regions a tool such as Terraform will reach, and why'
complete -c awsprompt -n "__fish_awsprompt_needs_command" -f -a "hook" -d 'Judge the commands of a coding agent by the account that they would reach; its hook calls this'
complete -c awsprompt -n "__fish_awsprompt_needs_command" -f -a "config" -d 'Show awsprompt\'s own settings and where each comes from'
complete -c awsprompt -n "__fish_awsprompt_needs_command" -f -a "completions" -d 'Print a completion file for awsprompt\'s own commands and flags'
complete -c awsprompt -n "__fish_awsprompt_needs_command" -f -a "man" -d 'Print the manual page of awsprompt or of one of its commands'
complete -c awsprompt -n "__fish_awsprompt_needs_command" -f -a "uninstall" -d 'Show what there is of awsprompt on this machine, and remove it after asking'
complete -c awsprompt -n "__fish_awsprompt_needs_command" -f -a "demo" -d 'Show what the segment says on sample files, or open a shell to try it'
complete -c awsprompt -n "__fish_awsprompt_needs_command" -f -a "help" -d 'Print the help of awsprompt or of one of its commands'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand prompt" -l shell -d 'Write colours and escapes for this shell\'s prompt' -r -f -a "zsh\t''
bash\t''
fish\t''
nu\t''
tmux\t''
starship\t''
plain\t''"
complete -c awsprompt -n "__fish_awsprompt_using_subcommand prompt" -l format -d 'Use another layout, such as \'{profile}( {region})( {alert})\'' -r
complete -c awsprompt -n "__fish_awsprompt_using_subcommand prompt" -l columns -d 'The width of the terminal; below 60 columns the segment takes at most half of it' -r -f
complete -c awsprompt -n "__fish_awsprompt_using_subcommand prompt" -s h -l help -d 'Print help'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand init" -l prompt -d 'Where the segment appears [default: left, or none if a theme draws the prompt]' -r -f -a "left\t'Before the left prompt'
right\t'At the right edge'
none\t'Nowhere: only set the variable `AWSPROMPT_SEGMENT`'"
complete -c awsprompt -n "__fish_awsprompt_using_subcommand init" -l cmd -d 'The name of the switching function [default: awsp]' -r -f
complete -c awsprompt -n "__fish_awsprompt_using_subcommand init" -l no-cmd -d 'Do not define a switching function'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand init" -l guard -d 'Ask before aws changes a guarded account'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand init" -l install -d 'Add the module to starship\'s file, and keep a backup'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand init" -l yes -d 'Do not ask'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand switch" -s r -l region -d 'Set the region too, until the next switch; \'\' removes it' -r -f
complete -c awsprompt -n "__fish_awsprompt_using_subcommand switch" -l for -d 'Switch back after this time, such as 15m or 2h' -r -f
complete -c awsprompt -n "__fish_awsprompt_using_subcommand switch" -l lock -d 'Lock this shell to an account, by id or label [default: the account in use]' -r -f
complete -c awsprompt -n "__fish_awsprompt_using_subcommand switch" -l login -d 'Log in first, if the SSO or `aws login` session of the profile has ended'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand switch" -l clear -d 'Unset the profile'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand switch" -s l -l list -d 'List the profiles, or those that match the words'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand switch" -l off -d 'Hide the segment in this shell'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand switch" -l on -d 'Show the segment again'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand switch" -l unlock -d 'Lift the lock'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand switch" -s h -l help -d 'Print help'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand exec" -s r -l region -d 'Set the region too; \'\' removes it' -r -f
complete -c awsprompt -n "__fish_awsprompt_using_subcommand exec" -s h -l help -d 'Print help'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand list" -l json -d 'Print JSON for programs'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand list" -l names -d 'Print only the names'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand list" -s h -l help -d 'Print help'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand sessions" -l json -d 'Print JSON for programs'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand sessions" -s h -l help -d 'Print help'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand explain" -l profile -d 'Use this profile, as if the client were run with --profile' -r -f
complete -c awsprompt -n "__fish_awsprompt_using_subcommand explain" -l region -d 'Use this region, as if the client were run with --region' -r -f
complete -c awsprompt -n "__fish_awsprompt_using_subcommand explain" -l json -d 'Print JSON for programs'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand explain" -s h -l help -d 'Print help'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand whoami" -l profile -d 'Use this profile' -r -f
complete -c awsprompt -n "__fish_awsprompt_using_subcommand whoami" -l json -d 'Print JSON for programs'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand whoami" -s h -l help -d 'Print help'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand doctor" -l json -d 'Print JSON for programs'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand doctor" -l project -d 'Also check the project in this directory and kubectl\'s context: do they use the account in the prompt, and does the project say which account it is for'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand doctor" -l online -d 'Also ask AWS, through the AWS CLI: does the identity match the prompt, is it root, and are its access keys older than 90 days'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand doctor" -l fix -d 'Set mode 0600 on files that others can read or write, after asking'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand doctor" -l yes -d 'Do not ask; for scripts'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand doctor" -s h -l help -d 'Print help'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand guard" -l explain -d 'Run nothing; show the target account and the rule that decides'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand guard" -l no-run -d 'Run nothing; only ask, and exit with 0 if the command may run'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand guard" -s h -l help -d 'Print help'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand check" -l account -d 'The account id, or your label for the account' -r -f
complete -c awsprompt -n "__fish_awsprompt_using_subcommand check" -l region -d 'The region, or several patterns, such as \'eu-* us-east-1\'' -r -f
complete -c awsprompt -n "__fish_awsprompt_using_subcommand check" -l class -d 'The class of the account' -r -f
complete -c awsprompt -n "__fish_awsprompt_using_subcommand check" -l profile -d 'Use this profile, as if the client were run with --profile' -r -f
complete -c awsprompt -n "__fish_awsprompt_using_subcommand check" -l client -d 'Check another client instead: cli1 boto3 rust js terraform' -r -f
complete -c awsprompt -n "__fish_awsprompt_using_subcommand check" -l line -d 'Check each command of this line of shell; - reads it from stdin' -r -f
complete -c awsprompt -n "__fish_awsprompt_using_subcommand check" -l aliases -d 'The aliases of the shell that runs the line, as its command alias prints them' -r -f
complete -c awsprompt -n "__fish_awsprompt_using_subcommand check" -l json -d 'Print JSON for programs'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand check" -l strict -d 'Exit with 4 if awsprompt does not know the program of a command'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand check" -s h -l help -d 'Print help'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand project" -l tool -d 'The tool, such as terraform or kubectl' -r -f
complete -c awsprompt -n "__fish_awsprompt_using_subcommand project" -l json -d 'Print JSON for programs'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand project" -s h -l help -d 'Print help'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand hook" -l account -d 'Say no to every account but this one: an id, or your label' -r -f
complete -c awsprompt -n "__fish_awsprompt_using_subcommand hook" -l install -d 'Add the hook to the user\'s file of claude, codex, gemini or cursor, after asking'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand hook" -l uninstall -d 'Remove the hook'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand hook" -l print -d 'Print the hook, to be pasted'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand hook" -l project -d 'Change the file of this repository instead'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand hook" -l yes -d 'Do not ask'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand hook" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand config" -l format -d 'Also check this layout, as for awsprompt prompt --format' -r -f
complete -c awsprompt -n "__fish_awsprompt_using_subcommand config" -l init -d 'Write an example settings file, if there is none yet'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand config" -l edit -d 'Open the settings file in the editor that VISUAL or EDITOR names; first write an example, if there is none yet'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand config" -l path -d 'Print only the path of the settings file'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand config" -s h -l help -d 'Print help'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand completions" -s h -l help -d 'Print help'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand man" -l dir -d 'Write all pages into this directory' -r -F
complete -c awsprompt -n "__fish_awsprompt_using_subcommand man" -s h -l help -d 'Print help'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand uninstall" -l yes -d 'Do not ask'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand uninstall" -s h -l help -d 'Print help'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand demo" -l all -d 'Show every kind of segment'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand demo" -s h -l help -d 'Print help'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand help" -s h -l help -d 'Print help'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand init" -f -a zsh
complete -c awsprompt -n "__fish_awsprompt_using_subcommand init" -f -a bash
complete -c awsprompt -n "__fish_awsprompt_using_subcommand init" -f -a fish
complete -c awsprompt -n "__fish_awsprompt_using_subcommand init" -f -a nu
complete -c awsprompt -n "__fish_awsprompt_using_subcommand init" -f -a starship
complete -c awsprompt -n "__fish_awsprompt_using_subcommand hook" -f -a claude
complete -c awsprompt -n "__fish_awsprompt_using_subcommand hook" -f -a codex
complete -c awsprompt -n "__fish_awsprompt_using_subcommand hook" -f -a gemini
complete -c awsprompt -n "__fish_awsprompt_using_subcommand hook" -f -a cursor
complete -c awsprompt -n "__fish_awsprompt_using_subcommand hook" -f -a copilot
complete -c awsprompt -n "__fish_awsprompt_using_subcommand hook" -f -a windsurf
complete -c awsprompt -n "__fish_awsprompt_using_subcommand hook" -f -a kiro
complete -c awsprompt -n "__fish_awsprompt_using_subcommand hook" -f -a opencode
complete -c awsprompt -n "__fish_awsprompt_using_subcommand hook" -f -a plain -d 'Another agent: it sends {"command": …, "cwd": …}, and the exit status 2 means no'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand completions" -f -a zsh
complete -c awsprompt -n "__fish_awsprompt_using_subcommand completions" -f -a bash
complete -c awsprompt -n "__fish_awsprompt_using_subcommand completions" -f -a fish
complete -c awsprompt -n "__fish_awsprompt_using_subcommand completions" -f -a nu
complete -c awsprompt -n "__fish_awsprompt_using_subcommand demo" -f -a zsh
complete -c awsprompt -n "__fish_awsprompt_using_subcommand demo" -f -a bash
complete -c awsprompt -n "__fish_awsprompt_using_subcommand demo" -f -a fish
complete -c awsprompt -n "__fish_awsprompt_using_subcommand demo" -f -a nu
complete -c awsprompt -n "__fish_awsprompt_using_subcommand help" -f -a prompt -d 'Print the segment for a prompt, such as [AWS:work 111122223333 us-east-1]'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand help" -f -a init -d 'Print the lines that put the segment into a shell\'s prompt'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand help" -f -a switch -d 'Choose another profile for this shell; the shell function awsp calls this'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand help" -f -a exec -d 'Run one command, or a shell, under a profile'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand help" -f -a list -d 'List the profiles with account, region, role, class and session, and mark the current one'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand help" -f -a sessions -d 'List the SSO and `aws login` sessions: how long each lasts, and which profiles use it'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand help" -f -a explain -d 'Explain what the AWS CLI would use now, and where each value comes from'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand help" -f -a whoami -d 'Ask AWS who you are, through the AWS CLI, and compare the answer with the prompt'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand help" -f -a doctor -d 'Look for errors in the AWS files, the environment and this shell\'s hook'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand help" -f -a guard -d 'Run a command, asking first if it would change a guarded account'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand help" -f -a check -d 'Check that account, region and class are as expected (for scripts, CI and agents; never prompts)'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand help" -f -a project -d 'Show which accounts and regions a tool such as Terraform will reach, and why'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand help" -f -a hook -d 'Judge the commands of a coding agent by the account that they would reach; its hook calls this'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand help" -f -a config -d 'Show awsprompt\'s own settings and where each comes from'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand help" -f -a completions -d 'Print a completion file for awsprompt\'s own commands and flags'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand help" -f -a man -d 'Print the manual page of awsprompt or of one of its commands'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand help" -f -a uninstall -d 'Show what there is of awsprompt on this machine, and remove it after asking'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand help" -f -a demo -d 'Show what the segment says on sample files, or open a shell to try it'
complete -c awsprompt -n "__fish_awsprompt_using_subcommand help" -f -a help -d 'Print the help of awsprompt or of one of its commands'
