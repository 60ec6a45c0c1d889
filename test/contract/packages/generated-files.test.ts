import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findOrphans } from '../../../scripts/generators/find-orphans.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'generated-'));
});
afterEach(() => rmSync(root, { recursive: true }));

test('what no generator makes any more is found, what is written by hand is left alone', () => {
  const crds = 'charts/tarantool-operator/crds';
  const facts = 'packages/local-cluster/fixtures/generated';
  const generated =
    '<!-- Generated from packages/api by `npm run generate`; edits here are lost. -->\n# Labels\n';
  write({
    [`${crds}/clusters.yaml`]: '# Generated\n',
    [`${crds}/old.yaml`]: 'kind: CustomResourceDefinition\n',
    [`${facts}/openapi-v3/old.json.gz`]: '',
    'docs/reference/labels.md': generated,
    'docs/reference/old.md': generated,
    'docs/reference/README.md': `# Reference\n\nPages that say: ${generated}`,
  });
  const made = [`${crds}/clusters.yaml`, 'docs/reference/labels.md'];
  expect(findOrphans({ root, made })).toEqual([
    `${crds}/old.yaml`,
    'docs/reference/old.md',
    `${facts}/openapi-v3/old.json.gz`,
  ]);
});

function write(files: Record<string, string>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}
