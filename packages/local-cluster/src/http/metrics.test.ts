import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ApiServer, startApiServer } from './api-server.ts';

let folder: string;
let api: ApiServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'api-metrics-'));
  api = await startApiServer({ stateFolder: folder });
});
afterAll(async () => {
  await api.close();
  await rm(folder, { recursive: true });
});

it('counts requests by verb, resource and code, as kube-apiserver names them', async () => {
  const configMaps = '/api/v1/namespaces/default/configmaps';
  const apply = 'application/apply-patch+yaml';
  const body = '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}';
  await send({ path: configMaps });
  await send({ path: configMaps });
  await send({ path: `${configMaps}/absent` });
  await send({ path: `${configMaps}/a?fieldManager=test`, method: 'PATCH', type: apply, body });
  await send({ path: '/apis/no.such.group/v1/things' });
  await send({ path: '/readyz' });
  await expect
    .poll(async () => samplesOf('apiserver_request_total'))
    .toEqual(
      expect.arrayContaining([
        sample({ code: '200', verb: 'LIST', version: 'v1', resource: 'configmaps', scope: 'namespace' }, 2),
        sample({ code: '404', verb: 'GET', version: 'v1', resource: 'configmaps', scope: 'resource' }, 1),
        sample({ code: '201', verb: 'APPLY', version: 'v1', resource: 'configmaps', scope: 'resource' }, 1),
        sample({ code: '404', verb: 'GET' }, 1),
        sample({ code: '200', verb: 'GET', subresource: '/readyz' }, 1),
      ]),
    );
});

it('counts a watch while it is open, by who opened it', async () => {
  const watching = open({ path: '/api/v1/secrets?watch=true' }).on('error', () => {});
  await expect
    .poll(() => samplesOf('local_cluster_requests_received_total'))
    .toContain('user="kubernetes-admin",verb="WATCH",group="",resource="secrets",subresource="" 1');
  watching.destroy();
  await expect
    .poll(async () => (await samplesOf('apiserver_request_total')).join('\n'))
    .toContain('verb="WATCH",group="",version="v1",resource="secrets"');
});

it('tells the memory of the process', async () => {
  const { body } = await send({ path: '/metrics' });
  const bytes = Number(/^process_resident_memory_bytes (\d+)$/m.exec(body)?.[1]);
  expect(bytes).toBeGreaterThan(10e6);
});

it('is for those who may read it', async () => {
  expect((await send({ path: '/metrics', token: 'wrong' })).code).toBe(401);
  expect((await send({ path: '/metrics', token: undefined })).code).toBe(403);
});

interface Sent {
  path: string;
  method?: string;
  type?: string;
  body?: string;
  token?: string | undefined;
}

function open(sent: Sent): ReturnType<typeof request> {
  const { path, method = 'GET', type = 'application/json', body } = sent;
  const token = 'token' in sent ? sent.token : api.adminToken;
  const headers = { 'content-type': type, ...(token && { authorization: `Bearer ${token}` }) };
  return request(`${api.url}${path}`, { method, ca: api.ca, agent: false, headers }).end(body);
}

async function send(sent: Sent): Promise<{ code: number; body: string }> {
  const [response] = (await once(open(sent), 'response')) as [IncomingMessage];
  return { code: response.statusCode ?? 0, body: await text(response) };
}

/** What stands in the braces, and the value. */
async function samplesOf(name: string): Promise<string[]> {
  const { body } = await send({ path: '/metrics' });
  return [...body.matchAll(new RegExp(`^${name}\\{(.*)\\} (\\d+)$`, 'gm'))].map(
    ([, labels, value]) => `${labels} ${value}`,
  );
}

function sample(given: Record<string, string>, value: number): string {
  const none = { version: '', resource: '', subresource: '', scope: '', dry_run: '' };
  const { code, verb, ...rest } = given;
  const labels = { code, component: 'apiserver', verb, group: '', ...none, ...rest };
  return `${Object.entries(labels)
    .map(([name, text]) => `${name}="${text}"`)
    .join(',')} ${value}`;
}
