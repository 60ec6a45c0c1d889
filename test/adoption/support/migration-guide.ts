import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { csvField, repository, type TestCluster } from '@cartridge-on-kubernetes/test-kit';

const guide = readFileSync(join(repository, 'docs/how-to/migrate-from-0.0.x.md'), 'utf8');

export interface Reader {
  cluster: TestCluster;
  /** the reader's file of this name */
  valuesFile: string;
  /** lines whose comment names other versions are not theirs */
  version: string;
}

/** Types the commands of one section of the migration guide. Gives what they printed. */
export async function followSection(
  heading: string,
  { cluster, valuesFile, version }: Reader,
): Promise<string> {
  const outputs: string[] = [];
  for (const line of commandsOf(heading)) {
    const [command = '', comment = ''] = line.split(/\s+# /);
    if (/\d+\.\d+\.\d+/.test(comment) && !comment.includes(version)) continue;
    const [program, ...words] = command.trim().split(/\s+/);
    const args = words.map((word, index) => {
      const located = locate(word, valuesFile);
      return words[index - 1] === '-f' ? csvField(located) : located;
    });
    if (program !== 'kubectl' && program !== 'helm') throw new Error(`The guide types ${program}`);
    outputs.push(await cluster[program](...args));
  }
  return outputs.join('\n');
}

function commandsOf(heading: string): string[] {
  const [, section] = guide.split(`## ${heading}\n`);
  const text = section?.split('\n## ')[0];
  if (text === undefined) throw new Error(`The guide has no section "${heading}"`);
  const blocks = text.split('```').filter((_, index) => index % 2 === 1);
  return blocks
    .filter(block => block.startsWith('\n'))
    .flatMap(block => block.split('\n').filter(line => line.trim() !== ''));
}

function locate(word: string, valuesFile: string): string {
  if (word === 'values.yaml') return valuesFile;
  // So that the command that waits in vain is named, and not the test.
  if (word === '--timeout=5m') return '--timeout=60s';
  return word.startsWith('charts/') ? join(repository, word) : word;
}
