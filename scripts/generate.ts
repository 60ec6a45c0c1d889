// Writes every generated file and removes those that no generator makes any more, or with --verify lists both and fails.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { findOrphans } from './generators/find-orphans.ts';
import type { GeneratedFile } from './generators/generated-file.ts';
import { generators } from './generators/registry.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const verify = process.argv.includes('--verify');

const files = (await Promise.all(generators.map(generate => generate({ root })))).flat();
const stale = files.filter(isStale);
const orphans = findOrphans({ root, made: files.map(file => file.path) });

if (verify && stale.length + orphans.length > 0) {
  console.error('Stale generated files, run `npm run generate`:');
  for (const file of stale) console.error(`  ${file.path}`);
  for (const path of orphans) console.error(`  ${path}: no generator makes it any more`);
  process.exit(1);
}
for (const file of stale) write(file);
for (const path of orphans) rmSync(resolve(root, path));
const removed = orphans.length > 0 ? `, ${orphans.length} removed` : '';
console.error(
  verify
    ? `${files.length} generated files are fresh`
    : `${stale.length} of ${files.length} generated files written${removed}`,
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
