import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { type HttpServer, servePages } from './http-server.ts';

let server: HttpServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function start() {
  const failures: string[] = [];
  server = await servePages({
    port: 0,
    pages: {
      '/healthz': () => ({ status: 200, contentType: 'text/plain', text: 'ok' }),
      '/metrics': async () => {
        throw new Error('a metric has no value');
      },
    },
    onFailure: (error, path) => failures.push(`${path}: ${error.message}`),
  });
  return { port: server.port, failures };
}

/** Status of the answer to what a socket sends; NaN without an answer, such as after a reset. */
async function statusOf(port: number, sent: string): Promise<number> {
  const socket = connect(port, '127.0.0.1');
  socket.end(sent);
  const answer = await text(socket).catch(() => '');
  return Number(/^HTTP\/1\.1 (\d+) /.exec(answer)?.[1]);
}

const request = (target: string) => `GET ${target} HTTP/1.1\r\nhost: operator\r\nconnection: close\r\n\r\n`;

test.each([
  '//',
  '//operator:x/metrics',
  'http://[/metrics',
  'http://',
  '/%',
  'metrics',
  '/__proto__',
  '/../../etc/passwd',
  '*',
  '?',
  '/\xff\xfe',
  `/${'x'.repeat(8000)}`,
  '',
])('the request target %j is answered with 400 or 404, and the next request is served', async target => {
  const { port, failures } = await start();
  const status = await statusOf(port, request(target));
  expect([400, 404]).toContain(status);
  expect(await statusOf(port, request('/healthz'))).toBe(200);
  expect(failures).toEqual([]);
});

test.each([
  'GET',
  '\r\n\r\n\r\nGET\r\n\r\n',
  'GET / HTTP/9.9\r\n\r\n',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  'GET / HTTP/1.1\r\ncontent-length: -1\r\n\r\n',
  'POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
])('the malformed request %j does not end the server', async sent => {
  const { port } = await start();
  await statusOf(port, sent);
  expect(await statusOf(port, request('/healthz'))).toBe(200);
});

test('a page that fails is answered with 500 and reported, and the next request is served', async () => {
  const { port, failures } = await start();
  expect(await statusOf(port, request('/metrics'))).toBe(500);
  expect(failures).toEqual(['/metrics: a metric has no value']);
  expect(await statusOf(port, request('/healthz'))).toBe(200);
});
