# awsprompt as an item of tide: copy this file to ~/.config/fish/functions, and type
#   set -U tide_left_prompt_items awsprompt $tide_left_prompt_items; tide reload
# It is silent where the program is not installed.
#
# The colours are those of the class; tide_awsprompt_color and tide_awsprompt_bg_color are those of the
# item around it. Where every fish loads the hook, as with fisher, this file is not needed: tide draws
# in another fish, which is not interactive.
command -q awsprompt
and command awsprompt init fish --prompt none --no-cmd | source
functions -q _tide_item_awsprompt
or function _tide_item_awsprompt
end
