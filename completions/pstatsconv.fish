# fish completion for pstatsconv

complete -c pstatsconv -s o -l output -r -F -d 'Write to this file'
complete -c pstatsconv -s T -l output-format -x -a 'pstats callgrind speedscope folded json' -d 'What to write'
complete -c pstatsconv -s q -l quiet -d 'Print no warnings'
complete -c pstatsconv -s z -l root -x -d 'Only what these functions call'
complete -c pstatsconv -l exclude -x -d 'Leave these functions out'
complete -c pstatsconv -l strip-prefix -x -a '(__fish_complete_directories)' -d 'Write files in this folder without it'
complete -c pstatsconv -l threshold -x -d 'Keep no lighter frames apart'
complete -c pstatsconv -l max-frames -x -d 'Estimate at most so many frames'
complete -c pstatsconv -s h -l help -d 'Show the options'
complete -c pstatsconv -l version -d 'Show versions'
