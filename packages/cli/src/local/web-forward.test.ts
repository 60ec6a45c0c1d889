import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import type { Pod } from '@cartridge-on-kubernetes/api';
import { afterEach, expect, test } from 'vitest';
import { makePod } from './objects.test-support.ts';
import { forwardWeb, type WebForward } from './web-forward.ts';

const closing: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of closing.splice(0).reverse()) await one.close();
});

test('each connection goes to the first ready instance that answers', async () => {
  const port = await startInstance('127.7.0.1', 'first', 0);
  const second = await startInstance('127.7.0.2', 'second', port);
  const pods = [instance('routers-0-0', '127.7.0.1'), instance('storages-0-0', '127.7.0.2')];
  const forward = await open({ pods, instancePort: port });
  expect(await get(forward)).toBe('first');

  pods[0] = instance('routers-0-0', '127.7.0.1', { ready: 'False' });
  expect(await get(forward)).toBe('second');

  // The pod is Ready, but no process listens on its port any more.
  pods[0] = instance('routers-0-0', '127.7.0.9');
  expect(await get(forward)).toBe('second');
  expect(second).toBe(port);
});

test('pods of something else are no instances, and without instances the answer says so', async () => {
  const port = await startInstance('127.7.0.3', 'operator', 0);
  const operator = {
    ...instance('tarantool-operator-x', '127.7.0.3'),
    metadata: { name: 'tarantool-operator-x' },
  };
  const forward = await open({ pods: [operator], instancePort: port });
  const response = await fetch(`http://127.0.0.1:${forward.port}/`);
  expect(response.status).toBe(503);
  expect(await response.text()).toContain('No instance is ready');
});

test('a taken port gives the next one; ::1 of the port stays free', async () => {
  const holder = createTcpServer().listen(0, '127.0.0.1');
  closing.push(holder);
  await once(holder, 'listening');
  const taken = (holder.address() as AddressInfo).port;
  const forward = await open({ pods: [], instancePort: 1, port: taken });
  expect(forward.port).not.toBe(taken);

  const other = createTcpServer().listen(forward.port, '::1');
  closing.push(other);
  await once(other, 'listening');
});

async function open(options: { pods: Pod[]; instancePort: number; port?: number }): Promise<WebForward> {
  const { pods, instancePort, port = 18_081 } = options;
  const forward = await forwardWeb({ port, instancePort: () => instancePort, listPods: () => pods });
  closing.push(forward);
  return forward;
}

async function startInstance(host: string, answer: string, port: number): Promise<number> {
  const server: Server = createServer((_, response) => response.end(answer)).listen(port, host);
  closing.push({ close: () => server.closeAllConnections() }, server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function get(forward: WebForward): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${forward.port}/`, { headers: { connection: 'close' } });
  return response.text();
}

function instance(name: string, podIP: string, options: { ready?: string } = {}): Pod {
  return makePod({
    metadata: { name, labels: { 'tarantool.io/cluster-id': 'test-app' } },
    status: { podIP, conditions: [{ type: 'Ready', status: options.ready ?? 'True' }] },
  });
}
