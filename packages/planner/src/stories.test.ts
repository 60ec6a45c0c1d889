import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { type Story, tell } from '../testing/story.ts';

/** testdata/<concern>/<case>.input.yaml tells what is, <case>.plan.yaml what is decided. UPDATE_GOLDENS=1 rewrites. */
const folder = fileURLToPath(new URL('../testdata/', import.meta.url));
const shouldUpdate = process.env.UPDATE_GOLDENS === '1';
const inputs = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(path =>
  path.endsWith('.input.yaml'),
);

describe('stories', () => {
  test.each(inputs)('%s', path => {
    const text = readFileSync(join(folder, path), 'utf8');
    expect(text, 'a story begins with its sentence').toMatch(/^# [A-Z].*\.\n/);
    const sentence = text.split('\n', 1)[0];
    const decided = `${sentence}\n${stringify(tell((parse(text) ?? {}) as Story), { lineWidth: 0, aliasDuplicateObjects: false })}`;
    const golden = join(folder, path.replace('.input.yaml', '.plan.yaml'));
    if (shouldUpdate) writeFileSync(golden, decided);
    expect(decided).toBe(readFileSync(golden, 'utf8'));
  });

  test('no plan is without its story', () => {
    const goldens = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(path =>
      path.endsWith('.plan.yaml'),
    );
    expect(goldens.map(path => path.replace('.plan.yaml', '.input.yaml')).sort()).toEqual([...inputs].sort());
  });
});
