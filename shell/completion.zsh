# awsprompt's completion for zsh. The hook loads it at the first Tab, behind the completion of
# awsprompt's own commands. zsh quotes the names that it inserts.

typeset -ga __awsprompt_answer
typeset -g __awsprompt_asked=
typeset -gi __awsprompt_turn=0

# Offers profiles, regions or accounts. The binary prints all names, then one line to display for each. If no
# name begins with the word, it prints an empty line, and the names of which the word is a part of
# something else.
__awsprompt_offer() {
  # zsh may call this several times for one Tab: for each completer, each matcher and each number of
  # corrections. The binary runs only for the first call.
  local asked="$* $CURSOR $BUFFER"
  local -i turn=$(( ${_completer_num:-1} * 1000 + ${_matcher_num:-1} ))
  (( turn = turn * 1000 + ${_comp_correct:-0} ))
  if [[ $asked != "$__awsprompt_asked" ]] || (( turn <= __awsprompt_turn )); then
    # Only zsh knows what an open quote holds.
    local word=${(Q)PREFIX}
    [[ -z $QIPREFIX && $PREFIX != *[\'\"]* ]] || word=
    __awsprompt_answer=("${(@f)$(
      command "$__awsprompt_binary" complete "$@" --shell zsh --word=$word -- "${(@)line}" 2>&-
    )}")
  fi
  __awsprompt_asked=$asked
  __awsprompt_turn=$turn
  local -i half=$(( $#__awsprompt_answer / 2 ))
  (( half )) || return 1
  local -a names shown expl instead
  names=("${(@)__awsprompt_answer[-half * 2,-half - 1]}")
  shown=("${(@)__awsprompt_answer[-half,-1]}")
  if (( $#__awsprompt_answer % 2 )); then
    instead=(-U -i "$IPREFIX")
    # What they have in common must not replace the word.
    (( half == 1 )) || compstate[insert]= compstate[list]='list force'
  fi
  _wanted aws-$1 expl "AWS ${1%s}" compadd "${(@)instead}" -l -d shown -a names
}

# Completes an argument of a command, or the value of a variable.
__awsprompt_complete() {
  local before=${words[CURRENT - 1]}
  local -a line
  case $1 in
    (aws|awsprompt)
      if compset -P '--profile='; then
        __awsprompt_offer profiles
      elif compset -P '--region=' || [[ $before == --region || "$1 $before" == 'awsprompt -r' ]]; then
        __awsprompt_offer regions
      elif [[ $before == --profile || "$1 $CURRENT ${words[2]}" == awsprompt\ 3\ (exec|switch) ]]; then
        __awsprompt_offer profiles --no-flags
      elif [[ "$1 $2" == 'awsprompt ' && -z $__awsprompt_former[awsprompt] ]]; then
        __awsprompt_cli
      else
        eval "${__awsprompt_former[$1]:-_default}"
      fi
      ;;
    (*PROFILE,*) __awsprompt_offer profiles ;;
    (*REGION,*) __awsprompt_offer regions ;;
    (*) __awsprompt_complete_switch ;;
  esac
}

__awsprompt_complete_switch() {
  local before=${words[CURRENT - 1]}
  # All words together say which profile is meant.
  line=("${(@Q)words[2,CURRENT - 1]}")
  if (( ${words[(Ie)--]} && ${words[(Ie)--]} < CURRENT )); then
    __awsprompt_offer profiles
  elif compset -P '--region=' || [[ $before == -r || $before == --region ]]; then
    __awsprompt_offer regions
  elif compset -P '--lock=' || [[ $before == --lock ]]; then
    __awsprompt_offer accounts
  elif compset -P '--for=' || [[ $before == --for ]]; then
    local -a expl
    _wanted time expl time compadd 15m 30m 1h
  elif [[ $PREFIX == -* ]]; then
    words=(awsprompt switch "${(@)words[2,-1]}")
    (( CURRENT++ ))
    __awsprompt_cli
  else
    __awsprompt_offer profiles --no-flags
  fi
}

__awsprompt_complete "$@"
