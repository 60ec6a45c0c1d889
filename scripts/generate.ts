// Writes every generated file, or with --verify lists those that are stale and fails.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { GeneratedFile } from './generators/generated-file.ts';
import { generators } from './generators/registry.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const verify = process.argv.includes('--verify');

const files = (await Promise.all(generators.map(generate => generate({ root })))).flat();
const stale = files.filter(isStale);

if (verify && stale.length > 0) {
  console.error('Stale generated files, run `npm run generate`:');
  for (const file of stale) console.error(`  ${file.path}`);
  process.exit(1);
}
for (const file of stale) write(file);
console.error(
  verify
    ? `${files.length} generated files are fresh`
    : `${stale.length} of ${files.length} generated files written`,
);

function isStale(file: GeneratedFile): boolean {
  return read(file.path)?.equals(Buffer.from(file.content)) !== true;
}

/** Unpacked: what a compressor makes of the same content differs with its version. */
function read(path: string): Buffer | null {
  try {
    const bytes = readFileSync(resolve(root, path));
    return path.endsWith('.gz') ? gunzipSync(bytes) : bytes;
  } catch {
    return null;
  }
}

function write({ path, content }: GeneratedFile): void {
  const target = resolve(root, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, path.endsWith('.gz') ? gzipSync(content, { level: 9 }) : content);
}
