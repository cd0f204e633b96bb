# awsprompt's hook for zsh 5.3 and later.
#
# Loaded by `eval "$(awsprompt init zsh)"`, which sets five variables first:
#   __awsprompt_binary     the program to run
#   __awsprompt_placement  auto, left, right or none
#   __awsprompt_command    the name of the switching function, by default awsp, or empty
#   __awsprompt_plain      the variables whose values the binary reads and that hold no secret
#   __awsprompt_states     for powerlevel10k: its states, each with colour and background, or -
# The switching function is defined after this file.
#
# At each prompt the hook shows the segment. It runs the binary only if the segment may have changed:
# see __awsprompt_show. AWSPROMPT_SEGMENT holds the answer with colours, for custom prompts. The
# prompt itself reads elements of psvar: zsh expands nothing in them. The hook switches back if the
# profile's time is up, before each command and at each prompt. It can be loaded twice, and keeps $?
# and $pipestatus for the hooks after it. `awsprompt doctor` reads its state from AWSPROMPT_HOOK.
#
# Besides its own names it touches PROMPT or RPROMPT, psvar[81,92], the lists of hooks, the widget
# reset-prompt and the completions of aws and awsprompt. It loads the modules zsh/stat, zsh/datetime,
# zsh/parameter and zsh/zleparameter. A restricted shell allows `2>&-` only.

# A backslash keeps the aliases of a person out, and so does the option in what $() runs: zsh reads
# that each time. Only those that are named like keywords, such as `if`, have to come after this.
\typeset -g "AWSPROMPT_SEGMENT=${AWSPROMPT_SEGMENT-}"
\typeset -ga precmd_functions preexec_functions

# psvar[81] is the text of the segment up to its alerts. The next seven elements are its style, as
# the binary prints it: colour, background, bold, dim, italic, underlined, reversed. Then come the
# red alerts, the yellow ones, the rest of the text, and a space: on the left it follows the segment,
# on the right it precedes it.
\typeset -g __awsprompt_on='%(82V.%F{%82v}.)%(83V.%K{%83v}.)%(84V.%B.)%(85V.%{'$'\e[2m''%}.)'
__awsprompt_on+='%(86V.%{'$'\e[3m''%}.)%(87V.%U.)%(88V.%S.)'
\typeset -g __awsprompt_off='%(88V.%s.)%(87V.%u.)%(86V.%{'$'\e[23m''%}.)%(85V.%{'$'\e[22m''%}.)'
__awsprompt_off+='%(84V.%b.)%(83V.%k.)%(82V.%f.)'
\typeset -g __awsprompt_left="$__awsprompt_on%81v$__awsprompt_off%(89V.%B%F{red}%89v%f%b.)"
__awsprompt_left+="%(90V.%F{yellow}%90v%f.)%(91V.$__awsprompt_on%91v$__awsprompt_off.)"
\typeset -g __awsprompt_right="%92v$__awsprompt_left"
__awsprompt_left+=%92v

# Whether this zsh can check without a process that a file is unchanged: zsh 5.6 and later read
# nanoseconds.
\typeset -gi __awsprompt_can_watch=0
(( ${ZSH_VERSION%%.*} * 100 + ${${ZSH_VERSION#*.}%%[^0-9]*} >= 506 )) &&
  \zmodload -F zsh/stat b:zstat 2>&- && \zmodload zsh/datetime zsh/parameter 2>&- &&
  __awsprompt_can_watch=1

# The inputs of the last answer; src/edge/watch.rs describes them. The answer is invalid if
# __awsprompt_due is 0.
\typeset -gi __awsprompt_answered=0 __awsprompt_due=0
\typeset -g __awsprompt_stamps= __awsprompt_key= __awsprompt_names=none __awsprompt_marked=
\typeset -ga __awsprompt_present __awsprompt_absent __awsprompt_doubtful __awsprompt_prefixes
\typeset -g __awsprompt_weight=

# The elements of psvar with tabs between them, and the value of AWSPROMPT_SEGMENT; the elements if
# there is no answer; and where in PROMPT or RPROMPT the segment begins.
\typeset -g __awsprompt_shown= __awsprompt_segment= __awsprompt_nowhere= __awsprompt_copies=1
\typeset -g __awsprompt_state= __awsprompt_unknown=$'\t\t\t\t\t\t\t\t[AWS:?]\t\t\t '
[[ $TERM != dumb ]] || __awsprompt_unknown=$'[AWS:?]\t\t\t\t\t\t\t\t\t\t\t '
\typeset -gi __awsprompt_at=1

# Shows the segment; $bang and $percent tell whether the user has set prompt_bang and prompt_percent.
# The binary does not run if the last answer is still valid, which is checked without a process. All
# of this is one function, because a call costs zsh as much time as a look at three files.
__awsprompt_show() {
  \local is_known=
  {
    if (( __awsprompt_can_watch )); then
      \local nul=$'\0' unsure= name key host stamps names="${(okj: :)parameters[(I)AWS*]}"
      [[ $names == "$__awsprompt_names" ]] || __awsprompt_learn
      __awsprompt_read
      for name in $__awsprompt_doubtful; do
        host=${${${(P)name}#*://}%%[/?#]*}
        case $name=${(P)name} in
          # The binary looks for line breaks in tokens.
          (*[$'\t\r\n']*) unsure=yes ;;
          (*_TOKEN=*) ;;
          # Of an address it reads scheme, host and port. What stands before an @, or is no port, may
          # be a password.
          (*@*) unsure=yes ;;
          (*) [[ $host != *:* || $host == *\] || $host == *:<-> ]] || unsure=yes ;|
          (*://*) key+="$nul${${(P)name}%%:*} $host" ;;
        esac
      done
      if [[ $key != "$__awsprompt_key" ]]; then
        [[ $key != *'$'* ]] || __awsprompt_follow
        [[ $key == "$__awsprompt_key" ]] || __awsprompt_due=0
        __awsprompt_key=$key
      fi
      # If the directory was moved, $PWD is stale and only the binary finds the new path.
      [[ -z $unsure && . -ef $PWD ]] || __awsprompt_due=0 __awsprompt_key=
      # EPOCHSECONDS lags the clock of the binary by some milliseconds, so it is not used.
      (( __awsprompt_answered <= EPOCHREALTIME && EPOCHREALTIME < __awsprompt_due )) ||
        __awsprompt_due=0
    fi
    if (( __awsprompt_due && $#__awsprompt_prefixes )); then
      \local weight
      __awsprompt_weigh
      [[ $weight == "$__awsprompt_weight" ]] || __awsprompt_due=0
    fi
    if (( __awsprompt_due )); then
      for name in $__awsprompt_absent; do
        [[ ! -e $name ]] || __awsprompt_due=0
      done
      # Of a file that was removed zstat would write an error, and of the closed stderr zsh itself would
      # complain at a later command.
      for name in $__awsprompt_present; do
        [[ -e $name ]] || __awsprompt_due=0
      done
      # Four separate calls, because a full record looks up the names of users.
      \local -a changed modified inode size
      {
        (( __awsprompt_due )) &&
          \builtin zstat -A changed -F %s.%9. +ctime -- $__awsprompt_present &&
          \builtin zstat -A modified -F %s.%9. +mtime -- $__awsprompt_present &&
          \builtin zstat -A inode +inode -- $__awsprompt_present &&
          \builtin zstat -A size +size -- $__awsprompt_present
      } 2>&- || __awsprompt_due=0
      stamps="${(j: :)changed}|${(j: :)modified}|${(j: :)inode}|${(j: :)size}"
      [[ $stamps == "$__awsprompt_stamps" ]] || __awsprompt_due=0
    fi
    (( __awsprompt_due )) || __awsprompt_ask
    is_known=yes
  } always {
    # An interrupt stopped the check.
    [[ -n $is_known ]] || __awsprompt_forget
    [[ "${(pj:\t:)psvar[81,92]}" == "$__awsprompt_shown" || ${(t)psvar} == *readonly* ]] ||
      psvar[81,92]=("${(@ps:\t:)__awsprompt_shown}")
    AWSPROMPT_SEGMENT=$__awsprompt_segment
    # With this option the prompt replaces an exclamation mark by the history number.
    [[ -z $bang ]] || AWSPROMPT_SEGMENT=${AWSPROMPT_SEGMENT//\!/!!}
  }
  # A theme may have replaced the prompt. To search a prompt that has the segment would take long.
  \local prompts=${RPROMPT-}
  __awsprompt_nowhere=
  if [[ ${PROMPT[__awsprompt_at,__awsprompt_at+5]-} != '%(82V.' ]]; then
    prompts=${PROMPT-}
    [[ ${RPROMPT[__awsprompt_at,__awsprompt_at+5]-} == '%(82V.' ]] || __awsprompt_place
  fi
  # A theme may have copied the text.
  __awsprompt_copies=
  [[ -n $__awsprompt_segment && ( -z $prompts || $prompts != *"$__awsprompt_segment"* ) ]] ||
    __awsprompt_copies=1
}

# Defines __awsprompt_read, which sets $key to the part of the input that the shell knows: the working
# directory, and the variables with their values and export flags. A value is recorded only if the
# binary reads it and it holds no secret. Of other variables the binary reads at most whether they are
# empty. A loop over them at each prompt would take several times as long.
__awsprompt_learn() {
  \local name value code='key="${PWD:A}$nul$COLUMNS'
  __awsprompt_doubtful=()
  for name in HOME TERM NO_COLOR TF_DATA_DIR BOTO_CONFIG REQUESTS_CA_BUNDLE SSLKEYLOGFILE XDG_CONFIG_HOME \
    XDG_STATE_HOME GRANTED_SSO GRANTED_SSO_ROLE_NAME GRANTED_SSO_ACCOUNT_ID ${(s: :)names}; do
    value="\${$name:+set}"
    case $name${__awsprompt_plain[$name]:+ plain} in
      (AWSPROMPT_SEGMENT|AWSPROMPT_HOOK) \continue ;;
      (AWSPROMPT*|*\ plain|[^A]*) value=\$$name ;;
      (AWS_CONTAINER_CREDENTIALS_FULL_URI|AWS_ENDPOINT_URL*|AWS_EC2_METADATA_SERVICE_ENDPOINT|*_TOKEN)
        __awsprompt_doubtful+=($name)
        ;;
    esac
    code+="\$nul\${$name+$name \${(t)$name} $value}"
  done
  functions[__awsprompt_read]=$code\"
  __awsprompt_names=$names
}

__awsprompt_forget() {
  __awsprompt_due=0
  __awsprompt_shown=$__awsprompt_unknown
  __awsprompt_segment="[AWS:?]"
  __awsprompt_state=ALARM
}

# Runs the binary and keeps its answer: one line each for the style and the state, the four parts of
# the text with tabs between them, and the coloured text; then how long they are valid.
__awsprompt_ask() {
  __awsprompt_forget
  # A variable that the mark lists may have changed.
  __awsprompt_marked=
  # The binary compares these values with its own environment to find unexported variables.
  \local -a seen lines style parts numbers
  (( ${+AWS_PROFILE} )) && seen+=("--seen=AWS_PROFILE=$AWS_PROFILE")
  (( ${+AWS_DEFAULT_PROFILE} )) && seen+=("--seen=AWS_DEFAULT_PROFILE=$AWS_DEFAULT_PROFILE")
  (( ${+AWSPROMPT_LOCK} )) && seen+=("--seen=AWSPROMPT_LOCK=$AWSPROMPT_LOCK")
  \local answer
  answer=$(
    \command "$__awsprompt_binary" prompt --shell zsh --parts --pane "--columns=$COLUMNS" \
      "${seen[@]}" 2>&-
  ) || \return 0
  lines=("${(@f)answer}")
  # Split with flags, which do not depend on IFS.
  style=(${(s: :)lines[1]-})
  parts=("${(@ps:\t:)lines[2]-}")
  numbers=(${(s: :)lines[4]-})
  # Any other answer comes from another version of the program.
  [[ $#style -eq 8 && $#numbers -ge 3 && "${(j::)numbers[1,3]}" != *[^0-9]* ]] || \return 0
  __awsprompt_stamps=${lines[5]}
  __awsprompt_present=("${(@)lines[6,5 + numbers[3]]}")
  __awsprompt_absent=("${(@)lines[6 + numbers[3],-1]}")
  __awsprompt_prefixes=(${numbers[4,-1]})
  \local weight=
  (( ! $#__awsprompt_prefixes )) || __awsprompt_weigh
  __awsprompt_weight=$weight
  parts=("$parts[1]" "${(@)style[1,7]/#%-/}" "${(@)parts[2,4]}")
  parts[12]=${lines[3]:+ }
  __awsprompt_shown=${(pj:\t:)parts}
  __awsprompt_segment=${lines[3]}
  # What is not in the list has no colours of its own.
  __awsprompt_state=${style[8]/#%-/}
  (( ! $#__awsprompt_state || ${__awsprompt_states[(Ie)$__awsprompt_state]} )) || __awsprompt_state=NONE
  __awsprompt_answered=$numbers[1]
  (( ! __awsprompt_can_watch )) || __awsprompt_due=$numbers[2]
}

# Exports the state of the hook for `awsprompt doctor`: its shell, how often it was loaded, its place
# among the hooks, and which AWS variables the shell has, to find those that are not exported.
__awsprompt_mark() {
  \local name mark="$__awsprompt_shell:$__awsprompt_loads:$1:"
  for name in AWS_PROFILE AWS_DEFAULT_PROFILE AWS_REGION AWS_DEFAULT_REGION AWS_ACCESS_KEY_ID \
    AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CONFIG_FILE AWS_SHARED_CREDENTIALS_FILE \
    AWSPROMPT_LOCK; do
    (( ! ${(P)+name} )) || mark+=$name,
  done
  mark+=${__awsprompt_guards:+:guard}
  \typeset -gx "AWSPROMPT_HOOK=$mark"
  \typeset -g "__awsprompt_marked=$1"
}

# The time of the current prompt, for idle limits; 0 while a command runs.
\typeset -gi __awsprompt_since=0
# The profile whose time ended since the last prompt. A command that was typed for it must not change
# another account.
\typeset -g __awsprompt_ended=

# Switch to another profile, and back if a limit of the current one has passed; code that wraps a
# command may call the latter first. powerlevel10k and spaceship call the next two, if their lists of
# segments have `awsprompt`. The last three are for what few have. The first call loads
# shell/later.zsh, whose functions replace these. Without the binary there is no error, which would
# appear at every prompt.
__awsprompt_switch() { __awsprompt_load && __awsprompt_switch "$@"; }
__awsprompt_let_go() {
  [[ -z ${AWSPROMPT_UNTIL-}${AWSPROMPT_IDLE-} ]] || ! __awsprompt_load 2>&- || __awsprompt_let_go "$@"
}
prompt_awsprompt() { ! __awsprompt_load 2>&- || prompt_awsprompt; }
spaceship_awsprompt() { ! __awsprompt_load 2>&- || spaceship_awsprompt; }
__awsprompt_know_theme() { ! __awsprompt_load 2>&- || __awsprompt_know_theme "$@"; }
__awsprompt_follow() { __awsprompt_load 2>&- && __awsprompt_follow || unsure=yes; }
__awsprompt_weigh() { ! __awsprompt_load 2>&- || __awsprompt_weigh; }

__awsprompt_load() {
  \emulate -L zsh -o no_aliases
  \local code
  code=$(\command "$__awsprompt_binary" init zsh --later) && \eval "$code"
}

__awsprompt_preexec() {
  \emulate -L zsh
  [[ -z ${AWSPROMPT_UNTIL-}${AWSPROMPT_IDLE-} ]] || __awsprompt_let_go --typed
  __awsprompt_since=0
  # If an interrupt stops the hooks of the next prompt, it must not show an old segment.
  [[ ${(t)psvar} == *readonly* ]] || psvar[81,92]=("${(@ps:\t:)__awsprompt_unknown}")
}

# Adds the segment to the prompt, unless it is there. By default a theme that draws the whole prompt is
# left alone; it is known by the function that it runs before a prompt. Without prompt_percent the
# prompt would show the text of ours.
__awsprompt_place() {
  \local place=$__awsprompt_placement
  prompts+=${RPROMPT-}
  [[ -n $percent && $prompts != *%81v* && $prompts != *AWSPROMPT_SEGMENT* ]] || \return 0
  \local theme=${(M)precmd_functions:#(_p9k|_omp|prompt_(spaceship|pure|starship)|starship)_precmd}
  [[ -z $theme ]] || __awsprompt_know_theme "$theme"
  case $place in
    none) ;;
    right)
      __awsprompt_at=$(( ${#RPROMPT} + 5 ))
      [[ ${(t)RPROMPT} == *readonly* ]] || \typeset -g "RPROMPT=${RPROMPT-}$__awsprompt_right"
      ;;
    *)
      # What moves the cursor or tells the terminal where a prompt begins stays in front. `%%}` is a
      # percent sign and a brace of a title.
      \setopt extended_glob
      \local head=${(M)PROMPT##([$'\n\r']|'%{'$'\e]'(^(*'%}'*|*%))'%}')#}
      __awsprompt_at=$(( $#head + 1 ))
      [[ ${(t)PROMPT} == *readonly* ]] ||
        \typeset -g "PROMPT=$head$__awsprompt_left${PROMPT[__awsprompt_at,-1]}"
      ;;
  esac
}

# Runs before the hooks that were there at the start, for a theme that copies the text of the segment
# into its prompt. It does nothing if the last prompt shows that no theme does.
__awsprompt_early() { [[ -z $__awsprompt_copies ]] || __awsprompt_refresh; }

__awsprompt_refresh() { __awsprompt_precmd show; }

# A trace of the shell would print the secrets in its variables. With an argument it only shows the
# segment.
__awsprompt_precmd() {
  \local bang= percent=
  [[ ! -o prompt_bang ]] || bang=1
  [[ ! -o prompt_percent ]] || percent=1
  \emulate -L zsh -o no_xtrace -o no_aliases
  (( ! $# )) || { __awsprompt_show; \return; }
  if [[ -n ${AWSPROMPT_UNTIL-}${AWSPROMPT_IDLE-} ]]; then
    \local now='%D{%s}'
    __awsprompt_let_go
    __awsprompt_since=${(%)now}
  fi
  __awsprompt_ended=
  __awsprompt_show
  # A completion system may start late, or again.
  [[ ${+_comps} == 0 || ${_comps[aws]-} == __awsprompt_complete* ]] ||
    __awsprompt_register_completion
  # A later hook may change the environment, so this hook moves itself to the end. At this prompt
  # the later hooks have not run yet, so the segment is refreshed when the line editor starts.
  # powerlevel10k and terminals insist on the last place, and change no environment.
  \local last=${precmd_functions[-1]}
  [[ $last == __awsprompt_precmd ]] ||
    last=${${precmd_functions:#(_p9k_precmd|_ksi_precmd|_ghostty_precmd)}[-1]}
  if [[ $last == __awsprompt_precmd ]]; then
    __awsprompt_overtaken=0
  else
    # Once is harmless. At every prompt it means that another hook also moves itself to the end.
    __awsprompt_overtaken+=1
    precmd_functions=("${(@)precmd_functions:#__awsprompt_precmd}" __awsprompt_precmd)
    \zmodload zsh/zle && \autoload -Uz add-zle-hook-widget &&
      \add-zle-hook-widget line-init __awsprompt_look_again
  fi
  __awsprompt_prompts=1
  \local place=last
  (( __awsprompt_overtaken > 1 )) && place=early
  place+=${__awsprompt_nowhere:+/$__awsprompt_nowhere}
  [[ $__awsprompt_marked == $place ]] || __awsprompt_mark $place
  \return 0
}

__awsprompt_look_again() {
  \add-zle-hook-widget -d line-init __awsprompt_look_again
  \zle reset-prompt
}

# Stands before the widget that draws the prompt again: a key may have switched the profile, changed
# the directory, or replaced the prompt. What is left of a finished line is its theme's.
__awsprompt_reset_prompt() {
  [[ -n ${(M)funcstack:#*line-finish*} ]] || __awsprompt_refresh
  \zle ${${widgets[__awsprompt_former_reset_prompt]:+__awsprompt_former_reset_prompt}:-.reset-prompt}
}

# Tab completes the names of profiles and regions, and awsprompt's own commands. Everything else goes
# to what completed the command before. The first Tab loads the functions, which replace this one.
__awsprompt_complete() {
  \eval "${$(\command "$__awsprompt_binary" completions zsh --hook 2>&-):-${__awsprompt_former[$1]:-_default}}"
}

# Registers the completions. Runs as soon as there is a completion system, which may start late, and
# again if another program has registered its own.
__awsprompt_register_completion() {
  (( ${+_comps} && ${+functions[compdef]} )) || \return 0
  \emulate -L zsh
  \local name
  for name in aws awsprompt $__awsprompt_command -value-,AWS_{,DEFAULT_}{PROFILE,REGION},-default-; do
    [[ ${_comps[$name]-} != __awsprompt_complete* ]] || \continue
    [[ -z ${_comps[$name]-} || $name == aws || $name == awsprompt ]] || \continue
    __awsprompt_former[$name]=${_comps[$name]-}
    # What has become another name of it meanwhile is completed as it is.
    \compdef "__awsprompt_complete $name" $name ${(k)_services[(R)$name]}
  done
}

# After `exec` a shell has the process id and the mark of the former one; the last number tells them
# apart. Only loads before the first prompt count, which are those of the start-up files.
\typeset -g __awsprompt_guards="${__awsprompt_guards-}"
if [[ ${__awsprompt_shell-} != ${$}:zsh:* ]]; then
  \typeset -g __awsprompt_shell=${$}:zsh:1
  [[ ${AWSPROMPT_HOOK-} != ${__awsprompt_shell}:* ]] || __awsprompt_shell=${$}:zsh:2
  \typeset -gi __awsprompt_loads=0 __awsprompt_prompts=0 __awsprompt_overtaken=0
fi
if (( ! __awsprompt_prompts )); then
  __awsprompt_loads+=1
  __awsprompt_mark new
fi

\typeset -gA __awsprompt_former
preexec_functions=("${(@)preexec_functions[@]:#__awsprompt_preexec}" __awsprompt_preexec)
precmd_functions=("${(@)precmd_functions[@]:#__awsprompt_(early|precmd)}" __awsprompt_precmd)
(( ${#precmd_functions[@]} == 1 )) || precmd_functions=(__awsprompt_early "${precmd_functions[@]}")
# Another plugin may have put a widget of its own around this one, which then runs ours.
if [[ -o zle && -z ${(M)widgets[@]:#user:__awsprompt_reset_prompt} ]]; then
  # A second name of a widget of zsh's own would mislead what looks for `.NAME`.
  [[ ${widgets[reset-prompt]-} != user:* ]] || \zle -A reset-prompt __awsprompt_former_reset_prompt
  \zle -N reset-prompt __awsprompt_reset_prompt
fi
# Here for lines that name ours: `compdef a=aws`.
__awsprompt_register_completion
# Some plugin managers load this while the first line is edited.
[[ ! -o zle ]] || ! \zle || \zle reset-prompt
