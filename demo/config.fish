cat ~/welcome
set -gx PATH ~/bin $PATH
function fish_prompt
    echo -n (prompt_pwd) '> '
end
set -g fish_greeting
@AWSPROMPT@ init fish --guard | source
