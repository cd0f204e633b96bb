# What awsprompt's hook for zsh loads when it is first needed: the functions that switch, what knows
# themes, and the segments of powerlevel10k and spaceship. They replace those of their names. They may
# come from a newer release than the hook.

# Switches back to the previous profile if a limit of the current one has passed. Runs before each
# command and at each prompt; code that wraps a command may call it first. The binary says so; without
# it this stays silent, as an error would appear at every prompt.
__awsprompt_let_go() {
  [[ -n ${AWSPROMPT_UNTIL-}${AWSPROMPT_IDLE-} ]] || return 0
  emulate -L zsh -o no_aliases
  # A limit applies to one profile only.
  [[ ${AWSPROMPT_LIMITED-${AWS_PROFILE-}} == "${AWS_PROFILE-}" ]] || return 0
  # Prompt expansion reads the clock without a module.
  local now='%D{%s}' over= change profile=${AWS_PROFILE-}
  now=${(%)now}
  if [[ ${AWSPROMPT_UNTIL-} == <-> && $#AWSPROMPT_UNTIL -le 12 ]] &&
    (( now >= AWSPROMPT_UNTIL )); then
    over=until
  elif [[ ${AWSPROMPT_IDLE-} == <-> && $#AWSPROMPT_IDLE -le 12 ]] &&
    (( __awsprompt_since && now - __awsprompt_since >= AWSPROMPT_IDLE )); then
    over=idle
  fi
  [[ -n $over ]] || return 0
  change=$(
    command "$__awsprompt_binary" switch --shell zsh --let-go $over "$@" 2>&-
  ) || return 0
  [[ -n $change ]] && __awsprompt_evaluate "$change" || return 0
  __awsprompt_ended=$profile
}

# Evaluates a change of the environment, either completely or not at all.
__awsprompt_evaluate() {
  local said
  # A readonly variable would stop the change halfway, so try it in a subshell first.
  if ! said=$(eval "$1" 2>&1); then
    printf 'awsprompt: this shell refuses the change, perhaps for a readonly variable\n' >&2
    return 1
  fi
  eval "$1"
}

# Switches to another profile; with -l, or without arguments in a pipe, lists the profiles. The output
# of the binary is complete only if it succeeds, so it is evaluated only then.
__awsprompt_switch() {
  # zsh expands aliases when it runs what stands in $().
  emulate -L zsh -o no_aliases
  local __awsprompt_change __awsprompt_is_key=
  # A key may have called this. Then messages need lines of their own, and the prompt is drawn again.
  [[ -o zle ]] && zle && __awsprompt_is_key=1 && zle -I
  if [[ ${1-} == -l || ${1-} == --list || ( $# -eq 0 && ! -t 1 ) ]]; then
    command "$__awsprompt_binary" list "${@:2}"
    return
  fi
  # A person can choose, even if the standard streams are redirected.
  [[ ! -o interactive ]] || set -- --interactive "$@"
  __awsprompt_change=$(
    command "$__awsprompt_binary" switch --shell zsh --as "$__awsprompt_command" "$@"
  ) || return
  if ! __awsprompt_evaluate "$__awsprompt_change"; then
    printf 'hint: nothing was changed; disregard the lines above\n' >&2
    return 1
  fi
  typeset -g __awsprompt_ended=
  (( ! ZSH_SUBSHELL )) || [[ -z $__awsprompt_change ]] ||
    printf 'hint: this is a subshell; the shell that started it stays as it was\n' >&2
  [[ -n $__awsprompt_is_key ]] || return 0
  __awsprompt_refresh
  # What was typed meanwhile was echoed, and comes again.
  print -nu2 '\r'
  zle -R
}

# A segment for powerlevel10k: add `awsprompt` to POWERLEVEL9K_LEFT_PROMPT_ELEMENTS. Each class is a
# state, with the colours of the class. powerlevel10k runs this before the hook's turn, but looks at the
# conditions, and at the elements of psvar, when it draws the prompt.
prompt_awsprompt() {
  # Alerts have the background of the terminal.
  local back='%(83V.%K{%83v}.)%(82V.%F{%82v}.%f)'
  local text="%81v%(89V.%B%(83V.%k.)%F{red}%89v$back%b.)%(90V.%(83V.%k.)%F{yellow}%90v$back.)%91v"
  local state color background own all=${POWERLEVEL9K_BACKGROUND-}
  for state color background in "${(@)__awsprompt_states}"; do
    own=$text
    # A style that gives all segments one background would hide that of the class.
    if [[ $background != - ]] && (( ${+POWERLEVEL9K_BACKGROUND} && ! ${+POWERLEVEL9K_AWSPROMPT_BACKGROUND} &&
      ! ${(P)+${:-POWERLEVEL9K_AWSPROMPT_${state}_BACKGROUND}} )); then
      own="%K{$background}$text${${all:+%K{$all\}}:-%k}"
    fi
    p10k segment -s $state -f "${color#-}" -b "${background#-}" -t "$own" \
      -c "\${(M)__awsprompt_state:#$state}"
  done
}

# A section for spaceship: add `awsprompt` to SPACESHIP_PROMPT_ORDER.
spaceship_awsprompt() {
  __awsprompt_refresh
  [[ -z $AWSPROMPT_SEGMENT || ${SPACESHIP_AWSPROMPT_SHOW-} == false ]] ||
    spaceship::section::v4 --color default --prefix "${SPACESHIP_AWSPROMPT_PREFIX-}" \
      --suffix "${SPACESHIP_AWSPROMPT_SUFFIX- }" "$AWSPROMPT_SEGMENT"
}

# Adds the segment to a list of the theme that draws the whole prompt, or sets $place, which the hook
# reads. The arguments are the functions that the theme runs before a prompt. By default a theme is left
# alone, and if it does not show the segment the mark says so.
__awsprompt_know_theme() {
  local name=starship left= right= list
  case $1 in
    *_p9k_*)
      name=powerlevel10k left=POWERLEVEL9K_LEFT_PROMPT_ELEMENTS right=POWERLEVEL9K_RIGHT_PROMPT_ELEMENTS
      ;;
    *spaceship*) name=spaceship left=SPACESHIP_PROMPT_ORDER right=SPACESHIP_RPROMPT_ORDER ;;
    *pure*) name=pure ;;
    *_omp_*) name=oh-my-posh ;;
  esac
  if [[ -n $left ]]; then
    place=none
    for list in $left $right; do
      (( ! ${${(P)list}[(Ie)awsprompt]:-0} )) || return 0
    done
    list=$left
    [[ $__awsprompt_placement != right ]] || list=$right
    # The theme uses a list of its own while there is none.
    if [[ $__awsprompt_placement == (left|right) ]] && (( ${(P)+list} )); then
      set -A $list awsprompt "${(@P)list}"
      return 0
    fi
  fi
  [[ $place != auto ]] || place=none
  # Some themes copy the text.
  [[ $place != none || $prompts == *"$__awsprompt_segment"* ]] || __awsprompt_nowhere=$name
}

# Adds to $key the other variables that a path may contain, whose values count too, or sets $unsure if
# they may be secret.
__awsprompt_follow() {
  for name in "${(@)${(@s:$:)key}[2,-1]}"; do
    name=${${name#\{}%%[^a-zA-Z0-9_]*}
    case $name${__awsprompt_plain[$name]:+ plain} in
      (AWSPROMPT*|*\ plain) ;;
      (*SECRET*|*TOKEN*|*PASS*|*CREDENTIAL*|*CODE*|*KEY*|*UR[IL]*) unsure=yes ;;
      ([a-zA-Z_]*) key+="$nul$name ${(tP)name} ${(P)name}" ;;
    esac
  done
}

# Sets $weight to the variables that the tool of a project reads. Their values may be secret, so that
# of each only a number is kept. A long one is taken for a new one.
__awsprompt_weigh() {
  local prefix name char
  local -i sum
  weight=
  for prefix in $__awsprompt_prefixes; do
    for name in ${(ok)parameters[(I)$prefix*]}; do
      sum=0
      (( ${#${(P)name}} <= 256 )) || sum=$(( EPOCHREALTIME * 1000000 ))
      for char in "${(@s::)${${(P)name}[1,256]}}"; do
        (( sum = (sum * 1000003) ^ #char ))
      done
      weight+="$name ${(tP)name} $sum "
    done
  done
}
