# bash completion for pstatsflame

_pstatsflame()
{
    local current=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]} words=
    # Bash takes a name, "=" and a value for three words.
    if [[ $current == '=' ]]; then
        current=
    elif [[ $option == '=' ]]; then
        option=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    case $option in
    -T | --output-format) words='svg png pdf ps folded json' ;;
    --colors | --colours)
        words='python colorblind colourblind hot mem io red green blue aqua yellow purple orange'
        ;;
    --bgcolors | --bgcolours) words='white grey yellow blue green black' ;;
    --fonttype) words='monospace sans-serif serif' ;;
    --strip-prefix)
        mapfile -t COMPREPLY < <(compgen -d -- "$current")
        return
        ;;
    --root | --exclude | --max-depth | --threshold | --max-frames | --title | --subtitle | --width | --height | \
        --minwidth | --fontsize | --countname | --link)
        return
        ;;
    -o | --output | -b | --baseline) ;; # a file
    *)
        if [[ $current == -* ]]; then
            words='--output= --output-format= --quiet --root= --exclude= --max-depth= --threshold= --max-frames=
                --reverse --baseline= --negate --normalise-paths --normalize-paths --title= --subtitle= --inverted
                --width= --height= --minwidth= --fonttype= --fontsize= --countname= --colors= --colours= --bgcolors=
                --bgcolours= --hash --strip-prefix= --link= --help --version -q -h'
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

complete -o bashdefault -o default -F _pstatsflame pstatsflame
