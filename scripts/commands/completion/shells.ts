/** What each shell reads to ask for words; the last line, which is kubectl's, it leaves out. */
export const SHELLS: Readonly<Record<string, string>> = {
  bash: `
_pipy_probes() {
  local IFS=$'\\n'
  COMPREPLY=($(pipy-probes completion words -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null | sed '$d'))
  [[ \${COMPREPLY[0]} != */ ]] || compopt -o nospace
}
complete -o default -F _pipy_probes pipy-probes
`.trimStart(),
  zsh: `
_pipy_probes() {
  local -a found
  found=(\${(f)"$(pipy-probes completion words -- "\${(@)words[2,CURRENT]}" 2>/dev/null | sed '$d')"})
  if (( $#found == 0 )); then _files
  elif [[ $found[1] == */ ]]; then compadd -S '' -a found
  else compadd -a found
  fi
}
compdef _pipy_probes pipy-probes
`.trimStart(),
  fish: `
function __pipy_probes
  pipy-probes completion words -- (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null | sed '$d'
end
complete -c pipy-probes -a '(__pipy_probes)'
`.trimStart(),
}
