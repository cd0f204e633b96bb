print 'A throw-away home with sample AWS files; it is gone when you leave with: exit'
print 'Try:'
print '  awsp work'
print '  awsp acme-prod'
print '  awsp'
print '  $env.AWS_ACCESS_KEY_ID = "AKIAYCWS2TAAQAAQEAYE"; $env.AWS_SECRET_ACCESS_KEY = "x"'
print '  awsp -'
$env.config.show_banner = false
$env.PROMPT_COMMAND_RIGHT = ''
