import type { CommandWords } from './command-words.ts';

export function bashScript(commands: CommandWords[]): string {
  const cases = commands.map(({ path, subcommands, flags }) => {
    const words = [...subcommands, ...flags].map(word => word.name);
    return `    '${path}') words='${words.join(' ')}' ;;`;
  });
  return `# bash completion for cartridge
_cartridge() {
  local current="\${COMP_WORDS[COMP_CWORD]}" path='' words='' index word
  for ((index = 1; index < COMP_CWORD; index++)); do
    word="\${COMP_WORDS[index]}"
    [[ $word == -* ]] || path="\${path:+$path }$word"
  done
  case "$path" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [[ \${#COMPREPLY[@]} -gt 0 ]] || COMPREPLY=($(compgen -f -- "$current"))
}
complete -F _cartridge cartridge
`;
}
