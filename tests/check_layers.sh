#!/bin/sh
# Every #include of the project's own C files against src/layers.txt, whose first lines say how to read it.
# usage: tests/check_layers.sh [ROOT]
set -u
root=${1:-$(dirname "$0")/..}
cd "$root" || exit 2
files=$(find include src tests examples -name '*.[ch]' 2> /dev/null | LC_ALL=C sort)
embedded=$(find src -name '*.js' -o -name '*.css' 2> /dev/null)
[ -f src/layers.txt ] || { echo 'src/layers.txt: missing'; exit 2; }

# shellcheck disable=SC2086 # lists of file names without blanks
FILES="$files" EMBEDDED="$embedded" awk '
    function fail(where, what)
    {
        print where ": " what
        failed = 1
    }
    function module_of(path)
    {
        sub(/^src\//, "", path)
        sub(/\.[ch]$/, "", path)
        return path
    }
    function folder_of(path)
    {
        sub(/[^\/]*$/, "", path)
        return path
    }
    function matches(name, glob)
    {
        gsub(/\./, "\\.", glob)
        gsub(/\*/, "[^/]*", glob)
        return name ~ ("^" glob "$")
    }
    function allow(module, what)
    {
        rule_module[++rules] = module
        rule_allows[rules] = what
    }
    # Whether some line of layers.txt lets the module include what is named so
    function is_allowed(module, what,    i)
    {
        for (i = 1; i <= rules; i++)
            if (matches(module, rule_module[i]) && matches(what, rule_allows[i]))
                return 1
        return 0
    }
    # Either may be a pattern
    function is_listed(module,    i)
    {
        for (i = 1; i <= lines; i++)
            if (matches(module, line_module[i]) || matches(line_module[i], module))
                return 1
        return 0
    }
    # "a.h" is looked for beside the including file, then from src/, include/ and tests/, as the compiler does
    function resolve(name, from,    i, places, path)
    {
        places[1] = folder_of(from)
        places[2] = "src/"
        places[3] = "include/"
        places[4] = "tests/"
        for (i = 1; i <= 4; i++) {
            path = places[i] name
            while (sub(/[^\/.]+\/\.\.\//, "", path))
                ;
            if (path in exists)
                return path
        }
        return ""
    }
    function check_quoted(name, where, file, module,    path, data)
    {
        data = name
        if (sub(/\.embed\.h$/, "", data)) {
            if (!(("src/" data) in exists))
                fail(where, "\"" name "\" is made from src/" data ", which does not exist")
            else if (folder_of("src/" data) != folder_of(file))
                fail(where, module " may not include the data of another room")
            return
        }
        path = resolve(name, file)
        if (path == "")
            fail(where, "\"" name "\" is not a header of the project")
        else if (module_of(path) != module && path != "include/pstats.h" && !is_allowed(module, module_of(path)))
            fail(where, module " may not include " module_of(path))
    }
    BEGIN {
        count = split(ENVIRON["FILES"], files, "\n")
        for (i = 1; i <= count; i++)
            exists[files[i]] = 1
        datas = split(ENVIRON["EMBEDDED"], data, "\n")
        for (i = 1; i <= datas; i++)
            exists[data[i]] = 1

        while ((getline line < "src/layers.txt") > 0) {
            number++
            sub(/#.*/, "", line)
            words = split(line, word, " ")
            if (words == 0)
                continue
            headers = 0
            while (word[headers + 1] ~ /^<.*>$/)
                headers++
            for (i = headers + 1; i <= words; i++)
                for (h = 1; h <= headers; h++)
                    allow(word[i], word[h])
            for (i = 2; i <= words && headers == 0; i++) {
                if (word[i] != word[1] && !is_listed(word[i]))
                    fail("src/layers.txt:" number, word[i] " is not on a line above: who is included comes first")
                allow(word[1], word[i])
            }
            if (headers == 0)
                line_module[++lines] = word[1]
        }

        for (f = 1; f <= count; f++) {
            file = files[f]
            module = module_of(file)
            if (!is_listed(module))
                fail(file, "src/layers.txt has no line for " module)
            for (number = 1; (getline line < file) > 0; number++) {
                if (line !~ /^[ \t]*(#|%:)[ \t]*include/)
                    continue
                where = file ":" number
                sub(/^[ \t]*(#|%:)[ \t]*include(_next)?[ \t]*/, "", line)
                if (match(line, /^<[^>]*>/)) {
                    header = substr(line, RSTART, RLENGTH)
                    if (header != "<pstats.h>" && !is_allowed(module, header))
                        fail(where, module " may not include " header)
                } else if (match(line, /^"[^"]*"/))
                    check_quoted(substr(line, 2, RLENGTH - 2), where, file, module)
                else
                    fail(where, "an #include that is neither \"quoted\" nor <bracketed>")
            }
            close(file)
        }
        exit failed
    }'
