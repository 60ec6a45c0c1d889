// Sets the version of this project in every file that names it. `--command` sets that of the command, which counts on
// from cartridge-cli (docs/decisions/cli-version.md).
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { checkVersion } from './version/semantic-version.ts';
import { replaceCommandVersion, replaceVersion } from './version/version-places.ts';
import { listVersionedFiles } from './version/versioned-files.ts';

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { command: { type: 'string' } },
  });
  const to = checkVersion(positionals[0]);
  const command = values.command === undefined ? undefined : checkVersion(values.command);
  setVersion(to, command);
} catch (error) {
  console.error(`   ⨯ ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

function setVersion(to: string, command: string | undefined): void {
  const { version: from } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  const changed = listVersionedFiles('.').filter(file => {
    const content = readFileSync(file, 'utf8');
    const replaced = replaceCommandVersion(file, replaceVersion(file, content, { from, to }), command);
    if (replaced === content) return false;
    writeFileSync(file, replaced);
    return true;
  });
  for (const file of changed) console.log(file);
  console.log(`${from} → ${to} in ${changed.length} files`);
  if (command === undefined) console.log('The command keeps its version. --command VERSION sets another one');
  console.log(
    'Next: give the section Unreleased of CHANGELOG.md this version, then run `npm ci && npm test`',
  );
}
