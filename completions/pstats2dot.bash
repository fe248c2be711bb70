# bash completion for pstats2dot

_pstats2dot()
{
    local current=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]} words=
    # An option, "=" and its value are three words.
    if [[ $current == '=' ]]; then
        current=
    elif [[ $option == '=' ]]; then
        option=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    case $option in
    -T | --output-format) words='dot svg png pdf ps jpg' ;;
    -f | --format) words='pstats' ;;
    -c | --colormap | --colourmap)
        words='color colour pink gray grey bw print colorblind colourblind dark'
        ;;
    --node-label)
        words='total-time-percentage self-time-percentage total-time self-time
            total-time-per-call self-time-per-call'
        ;;
    --edge-label)
        words='total-time-percentage self-time-percentage total-time self-time
            total-time-per-call caller-percentage parent-percentage callee-percentage'
        ;;
    --cluster) words='none module package' ;;
    --tooltip) words='details file' ;;
    --total) words='callratios callstacks' ;;
    --strip-prefix)
        mapfile -t COMPREPLY < <(compgen -d -- "$current")
        return
        ;;
    -n | --node-thres | -e | --edge-thres | -p | --path | -z | --root | -l | --leaf | --focus | --exclude | \
        --depth | --max-nodes | --list-functions | --skew | --time-format | --link | --compare-tolerance)
        return
        ;;
    -o | --output) ;; # a file
    *)
        if [[ $current == -* ]]; then
            words='--output= --output-format= --format= --quiet --node-thres= --edge-thres= --path= --root=
                --leaf= --focus= --exclude= --depth= --max-nodes= --list-functions= --colormap= --colourmap=
                --skew= --color-nodes-by-selftime --colour-nodes-by-selftime --node-label= --edge-label=
                --time-format= --strip --wrap --strip-prefix= --cluster= --tooltip= --link= --compare
                --compare-tolerance= --compare-only-slower --compare-only-faster --compare-color-by-difference
                --compare-colour-by-difference --normalise-paths --normalize-paths --total= --show-samples --help --version -s -w -q -h'
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

complete -o bashdefault -o default -F _pstats2dot pstats2dot
