#compdef emovoidd
# zsh completion for emovoidd: the program itself knows its commands, and asks the daemon for the ids of runs.
_emovoidd() {
    local line="${(j: :)words[1,CURRENT]}"
    local -a found
    line="emovoidd${line#*emovoidd}"
    found=("${(@f)$(command emovoidd "[suggest:${#line}]" "$line" 2>/dev/null)}")
    compadd -- ${(M)found:#?*} || _files
}
if [[ ${funcstack[1]} == _emovoidd ]]; then
    _emovoidd "$@"
else
    compdef _emovoidd emovoidd
fi
