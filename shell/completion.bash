# shellcheck shell=bash
# shellcheck disable=SC2154 # the hook sets these variables
# awsprompt's completion for bash. The hook loads it at the first Tab, behind the completion of
# awsprompt's own commands. bash inserts an answer unchanged, so the binary quotes it.

: "${__awsprompt_former_awsprompt:=complete -F __awsprompt_cli awsprompt}"

# Joins the words that bash has split at `:` and `=`. Sets `word` to the word up to the cursor,
# `before` to the previous word, `line` to all of them, and `ended` to 1 if `--` has ended the flags.
__awsprompt_read_line() {
  local rest=${COMP_LINE:0:COMP_POINT} index blank
  word='' before='' ended='' line=()
  for ((index = 0; index <= COMP_CWORD; index++)); do
    blank=${rest%%[![:space:]]*}
    rest=${rest#"$blank"}
    if [[ -n $blank ]]; then
      before=$word
      [[ -z $word ]] || line+=("$word")
      word=
      [[ $before != -- ]] || ended=1
    fi
    # The last word may continue after the cursor.
    ((index == COMP_CWORD)) || blank=${COMP_WORDS[index]}
    ((index < COMP_CWORD)) || blank=$rest
    word+=$blank
    rest=${rest#"$blank"}
  done
}

# Splits answers at line ends only, without globbing.
__awsprompt_reply() {
  local IFS=$'\n' glob=
  [[ $- == *f* ]] || glob=1
  set -f
  # shellcheck disable=SC2206 # the answers have to be split, and globbing is off
  COMPREPLY=($1)
  [[ -z $glob ]] || set +f
}

# Offers profiles, regions or accounts. The second argument is the part of the word before the name.
__awsprompt_offer() {
  local names
  names=$(
    command "$__awsprompt_binary" complete "$1" --shell bash ${3+"$3"} \
      "--before=$2" "--word=$word" "--breaks=$COMP_WORDBREAKS" -- ${line[@]+"${line[@]:1}"} 2>&-
  ) || names=
  __awsprompt_reply "$names"
  # Do not complete file names, even if the former completion falls back on them. bash has compopt
  # since version 4.
  compopt +o filenames +o default +o bashdefault +o nospace 2>&- || :
}

__awsprompt_complete() {
  local word before ended name=${1##*/}
  local -a line
  __awsprompt_read_line
  # Of the function that switches, all words together say which profile is meant.
  [[ $name == "$__awsprompt_command" ]] || line=()
  case $name/$word in
    "$__awsprompt_command"/*) __awsprompt_complete_switch "$@" ;;
    export/AWS_PROFILE=* | export/AWS_DEFAULT_PROFILE=*) __awsprompt_offer profiles "${word%%=*}=" ;;
    export/AWS_REGION=* | export/AWS_DEFAULT_REGION=*) __awsprompt_offer regions "${word%%=*}=" ;;
    export/*) __awsprompt_forward export "$@" ;;
    */--profile=*) __awsprompt_offer profiles --profile= ;;
    */--region=*) __awsprompt_offer regions --region= ;;
    *)
      case $name$ended:$before in
        *:--profile | awsprompt:exec) __awsprompt_offer profiles '' --no-flags ;;
        *:--region | awsprompt:-r) __awsprompt_offer regions '' ;;
        awsprompt*) __awsprompt_forward awsprompt "$@" ;;
        *) __awsprompt_forward aws "$@" ;;
      esac
      ;;
  esac
}

__awsprompt_complete_switch() {
  case $ended$before/$word in
    1*) __awsprompt_offer profiles '' ;;
    -r/* | --region/*) __awsprompt_offer regions '' ;;
    */--region=*) __awsprompt_offer regions --region= ;;
    --lock/*) __awsprompt_offer accounts '' ;;
    */--lock=*) __awsprompt_offer accounts --lock= ;;
    --for/*) __awsprompt_reply "$(compgen -W '15m 30m 1h' -- "$word")" ;;
    */-*)
      COMP_WORDS=(awsprompt switch "${COMP_WORDS[@]:1}")
      COMP_CWORD=$((COMP_CWORD + 1))
      __awsprompt_cli awsprompt "$2" "$3"
      ;;
    *) __awsprompt_offer profiles '' --no-flags ;;
  esac
}

# Runs the former completion of a command: a function, a program or a `compgen` action.
__awsprompt_forward() {
  local name=$1 spec=__awsprompt_former_$1 index
  local -a parts
  shift
  spec=${!spec-}
  if [[ -z $spec ]]; then
    __awsprompt_load_former "$name" "$@"
    spec=__awsprompt_former_$name
    spec=${!spec-}
  fi
  # `complete -p` prints words that are quoted for eval.
  eval "parts=($spec)"
  for ((index = 1; index < ${#parts[@]} - 2; index++)); do
    case ${parts[index]} in
      -F)
        # A failure would end a shell under `set -e`. It also means that the function may have
        # registered another completion in place of this one.
        "${parts[index + 1]}" "$@" || __awsprompt_wrap "$name"
        return 0
        ;;
      -C)
        __awsprompt_reply "$(
          export COMP_LINE COMP_POINT COMP_KEY COMP_TYPE
          eval "${parts[index + 1]} \"\$@\""
        )"
        return 0
        ;;
    esac
  done
  ((${#parts[@]} < 3)) ||
    __awsprompt_reply "$(compgen "${parts[@]:1:${#parts[@]}-2}" -- "$2" 2>&-)"
}

# Lets a loader such as bash-completion's register its completion for a command, and keeps that.
__awsprompt_load_former() {
  local name=$1 loader
  shift
  loader=$(complete -p -D 2>&-) || return 0
  [[ $loader == *' -F '* ]] || return 0
  loader=${loader##* -F }
  "${loader%% *}" "$@" || :
  __awsprompt_wrap "$name"
}

__awsprompt_complete "$@"
