# bash completion for pstatsreport

_pstatsreport()
{
    local current=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]} words=
    # An option, "=" and its value are three words.
    if [[ $current == '=' ]]; then
        current=
    elif [[ $option == '=' ]]; then
        option=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    case $option in
    -T | --output-format) words='text markdown csv json html' ;;
    --color | --colour) words='auto always never' ;;
    -s | --sort) words='calls cumulative file line module name nfl pcalls stdname time' ;;
    --by) words='function module package file' ;;
    --strip-prefix)
        mapfile -t COMPREPLY < <(compgen -d -- "$current")
        return
        ;;
    --title | --width | --max-bytes | -n | --limit | --callers | --callees | -z | --root | --exclude | \
        --fail-on | --min-seconds)
        return
        ;;
    -o | --output | -b | --baseline | --allow) ;; # a file
    *)
        if [[ $current == -* ]]; then
            words='--output= --output-format= --title= --width= --color= --colour= --max-bytes= --quiet
                --sort= --reverse --limit= --by= --callers= --callees= --root= --exclude=
                --strip-prefix= --baseline= --normalise-paths --normalize-paths --fail-on=
                --min-seconds= --allow= --help --version -q -r -h'
        fi
        ;;
    esac
    if [[ -n $words ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
        if [[ ${COMPREPLY[0]-} == *= ]]; then
            compopt -o nospace
        fi
    fi
}

complete -o bashdefault -o default -F _pstatsreport pstatsreport
