import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import type { HttpResponse } from './http-server.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.map': 'application/json',
};

const NO_UI = `<!doctype html><html><head><title>Tarantool Cartridge</title></head><body>
<p>The Web UI is not installed beside this instance; the admin API answers at <code>admin/api</code>.</p></body></html>`;

/** By this tag the page knows that a dev instance serves it, and tells the user that there is no Tarantool. */
const MARK = '<meta name="served-by" content="dev-instance" />';

/** A file of the Web UI; a path without a file is a page of the application itself. */
export async function serveFile(folder: string, path: string): Promise<HttpResponse> {
  const file = normalize(join(folder, path));
  const isInside = file === folder || file.startsWith(folder + sep);
  if (isInside && extname(file) !== '') {
    const body = await readFile(file).catch(() => null);
    if (body === null) return { status: 404 };
    return { headers: { 'Content-type': TYPES[extname(file)] ?? 'application/octet-stream' }, body };
  }
  const index = await readFile(join(folder, 'index.html'), 'utf8').catch(() => NO_UI);
  const body = index.replace('<head>', `<head>${MARK}`);
  return { headers: { 'Content-type': 'text/html; charset=utf8' }, body };
}
