# bash completion for pstatsconv

_pstatsconv()
{
    local current=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]} words=
    # An option, "=" and its value are three words.
    if [[ $current == '=' ]]; then
        current=
    elif [[ $option == '=' ]]; then
        option=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    case $option in
    -T | --output-format) words='pstats callgrind speedscope folded json' ;;
    --strip-prefix)
        mapfile -t COMPREPLY < <(compgen -d -- "$current")
        return
        ;;
    -z | --root | --exclude | --threshold | --max-frames) return ;;
    -o | --output) ;; # a file
    *)
        if [[ $current == -* ]]; then
            words='--output= --output-format= --quiet --root= --exclude= --strip-prefix= --threshold= --max-frames=
                --help --version -q -h'
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

complete -o bashdefault -o default -F _pstatsconv pstatsconv
