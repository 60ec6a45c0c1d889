import type { CommandWords } from './command-words.ts';

export function zshScript(commands: CommandWords[]): string {
  const cases = commands.map(({ path, subcommands, flags }) => {
    const words = [...subcommands, ...flags].map(
      ({ name, description }) => `'${name}:${escapeWord(description)}'`,
    );
    return `    '${path}') candidates=(${words.join(' ')}) ;;`;
  });
  return `#compdef cartridge
_cartridge() {
  local -a candidates typed
  typed=(\${words[2,CURRENT-1]:#-*})
  case "\${(j: :)typed}" in
${cases.join('\n')}
  esac
  _describe 'cartridge' candidates || _files
}
compdef _cartridge cartridge
`;
}

/** Inside single quotes, where a colon separates the word from its description. */
function escapeWord(description: string): string {
  return description.replaceAll(':', '\\:').replaceAll("'", "'\\''");
}
