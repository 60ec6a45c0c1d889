import type { Command } from 'commander';

declare const BUILD_COMMIT: string;

/** Continues the numbers of cartridge-cli, whose last release is 2.12.12: docs/decisions/cli-version.md. */
const version = '3.0.0';

export function addVersionCommand(program: Command): void {
  program
    .command('version')
    .description('Print the version')
    .action(() => console.log(versionLine()));
}

export function versionLine(): string {
  const commit = typeof BUILD_COMMIT === 'undefined' ? 'unknown' : BUILD_COMMIT;
  return `Tarantool Cartridge CLI v${version} ${process.platform}/${architecture()} commit: ${commit}`;
}

/** Names as Go and container images write them. */
function architecture(): string {
  const names: Record<string, string> = { x64: 'amd64', ia32: '386' };
  return names[process.arch] ?? process.arch;
}
