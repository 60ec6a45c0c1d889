import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveFile } from './static-files.ts';

let root: string;
let ui: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'dev-ui-'));
  ui = join(root, 'ui');
  mkdirSync(join(ui, 'assets'), { recursive: true });
  writeFileSync(join(root, 'secret.json'), '{}');
  writeFileSync(join(ui, 'index.html'), '<head><title>page</title></head>');
  writeFileSync(join(ui, 'assets', 'app.js'), 'run()');
});
afterAll(() => rmSync(root, { recursive: true }));

test('files come with their type', async () => {
  const response = await serveFile(ui, 'assets/app.js');
  expect(String(response.body)).toBe('run()');
  expect(response.headers).toEqual({ 'Content-type': 'text/javascript; charset=utf-8' });
});

test.each(['', 'cluster/dashboard', '../secret.json'])('%s is a page of the application', async path => {
  expect((await serveFile(ui, path)).body).toBe(
    '<head><meta name="served-by" content="dev-instance" /><title>page</title></head>',
  );
});

test('a file that is not there is not found', async () => {
  expect(await serveFile(ui, 'assets/gone.js')).toEqual({ status: 404 });
});

test('without a Web UI the page says so', async () => {
  expect(String((await serveFile(join(root, 'nowhere'), '')).body)).toContain('not installed');
});
