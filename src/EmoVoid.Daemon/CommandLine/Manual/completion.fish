# fish completion for emovoidd: the program itself knows its commands, and asks the daemon for the ids of runs.
function __emovoidd_suggestions
    set -l line (commandline --cut-at-cursor --current-process | string join ' ' | string replace --regex '^.*?emovoidd' emovoidd)
    command emovoidd "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
end
complete --command emovoidd --arguments '(__emovoidd_suggestions)'
