import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { openAdminClient } from '../testing/open-admin-client.ts';

const servers: Array<ReturnType<typeof createServer>> = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('an answer without end is refused after some megabytes, and its connection ended', async () => {
  let written = 0;
  let isEnded = false;
  const baseUrl = await serve((_, response) => {
    const chunk = Buffer.alloc(256 * 1024, 'a');
    response.on('close', () => {
      isEnded = true;
    });
    const write = (): void => {
      while (!isEnded && response.write(chunk)) written += chunk.length;
      if (!isEnded) response.once('drain', write);
    };
    write();
  });
  await expect(openAdminClient({ baseUrl }).observeSelf({ deadlineSeconds: 50 })).rejects.toMatchObject({
    code: 'AnswerTooLarge',
    message: `cluster.self: ${baseUrl} does not answer as the admin API does: the answer has more than 16777216 bytes`,
  });
  await expect.poll(() => isEnded, { timeout: 30_000 }).toBe(true);
  expect(written).toBeLessThan(200 * 1024 * 1024);
});

test('an answer of nothing but brackets is refused before it is parsed', async () => {
  const baseUrl = await serve((_, response) => response.end('['.repeat(8_000_000)));
  await expect(openAdminClient({ baseUrl }).observeSelf({ deadlineSeconds: 50 })).rejects.toMatchObject({
    code: 'AnswerTooLarge',
  });
});

test('brackets within texts are no levels', async () => {
  const self = { uri: 'a:3301', state: 'Unconfigured', alias: `${'[{'.repeat(100)}\\"` };
  const baseUrl = await serve((_, response) => response.end(JSON.stringify({ data: { cluster: { self } } })));
  expect(await openAdminClient({ baseUrl }).observeSelf()).toMatchObject({ alias: self.alias });
});
