echo 'A throw-away home with sample AWS files; it is gone when you leave with: exit'
echo 'Try:'
echo '  awsp work'
echo '  awsp acme-prod'
echo '  awsp'
echo '  set -gx AWS_ACCESS_KEY_ID AKIAYCWS2TAAQAAQEAYE; set -gx AWS_SECRET_ACCESS_KEY x'
echo '  awsp -'
function fish_prompt
    echo -n (prompt_pwd) '> '
end
set -g fish_greeting
