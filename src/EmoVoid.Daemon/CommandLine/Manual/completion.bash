# bash completion for emovoidd: the program itself knows its commands, and asks the daemon for the ids of runs.
_emovoidd() {
    local current=${COMP_WORDS[COMP_CWORD]} line=${COMP_LINE:0:COMP_POINT} IFS=$'\n'
    # Only what has to do with emovoidd: sudo may stand before it.
    line="emovoidd${line#*emovoidd}"
    mapfile -t COMPREPLY < <(compgen -W "$(command emovoidd "[suggest:${#line}]" "$line" 2>/dev/null)" -- "$current")
}
complete -o bashdefault -o default -F _emovoidd emovoidd
