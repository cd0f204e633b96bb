print (open --raw ~/welcome)
$env.PATH = ($env.PATH | prepend ('~/bin' | path expand))
$env.config.show_banner = false
$env.PROMPT_COMMAND_RIGHT = ''
mkdir $"($nu.data-dir)/vendor/autoload"
^@AWSPROMPT@ init nu --guard | save -f $"($nu.data-dir)/vendor/autoload/awsprompt.nu"
