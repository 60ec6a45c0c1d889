import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApiServer, startLocalCluster } from '@cartridge-on-kubernetes/local-cluster';
import { vi } from 'vitest';
import { parse } from 'yaml';

/**
 * The server under test: the local cluster's, started for the test file, or any kube-apiserver whose
 * administrator's kubeconfig KUBE_API_CONTRACT_KUBECONFIG names. The suite never looks behind the wire.
 */
export interface Target {
  kubeconfig: string;
  send(call: Call): Promise<Answer>;
  /** a fresh namespace, with its default service account */
  makeNamespace(): Promise<string>;
  close(): Promise<void>;
}

interface Call {
  method?: string;
  path: string;
  body?: unknown;
  type?: string;
  headers?: Record<string, string>;
  /** null: send no credentials */
  token?: string | null;
}

export interface Answer {
  code: number;
  headers: Record<string, string | string[] | undefined>;
  body: Body;
  text: string;
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every kind and assert what they find
export type Body = any;

interface Access {
  server: string;
  ca: string | Buffer;
  token?: string;
  cert?: Buffer;
  key?: Buffer;
}

/** With controllers, those of namespaces and garbage (a given server has them anyway) act on what is written. */
export async function openTarget(options: { withControllers?: boolean } = {}): Promise<Target> {
  const given = process.env.KUBE_API_CONTRACT_KUBECONFIG;
  if (given) return await targetOf(given, async () => undefined);
  const folder = await mkdtemp(join(tmpdir(), 'kube-api-'));
  const { kubeconfig, close } = options.withControllers ? await startAll(folder) : await startAlone(folder);
  return await targetOf(kubeconfig, async () => {
    await close();
    await rm(folder, { recursive: true, force: true });
  });
}

async function startAlone(stateFolder: string) {
  const { kubeconfigPath, close } = await startApiServer({ stateFolder });
  return { kubeconfig: kubeconfigPath, close };
}

async function startAll(stateFolder: string) {
  const { kubeconfig, stop } = await startLocalCluster({
    stateFolder,
    shimFile: join(stateFolder, 'none.cjs'),
  });
  return { kubeconfig, close: stop };
}

async function targetOf(kubeconfig: string, closeServer: () => Promise<void>): Promise<Target> {
  const access = await readAccess(kubeconfig);
  const made: string[] = [];
  const send = (call: Call) => sendCall(access, call);
  return {
    kubeconfig,
    send,
    async makeNamespace() {
      const name = `contract-${randomBytes(4).toString('hex')}`;
      const created = await send({
        method: 'POST',
        path: '/api/v1/namespaces',
        body: { metadata: { name } },
      });
      if (created.code !== 201) throw new Error(`No namespace ${name}: ${created.text}`);
      made.push(name);
      await untilServiceAccount(send, name);
      return name;
    },
    async close() {
      for (const name of made) await send({ method: 'DELETE', path: `/api/v1/namespaces/${name}` });
      await closeServer();
    },
  };
}

/** Pods need it, and a controller makes it a moment after the namespace. */
async function untilServiceAccount(send: Target['send'], namespace: string): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/default`;
  await vi.waitFor(
    async () => {
      const { code } = await send({ path });
      if (code !== 200) throw new Error(`No default service account in ${namespace}: ${code}`);
    },
    { timeout: 45_000 },
  );
}

async function readAccess(kubeconfig: string): Promise<Access> {
  const config = parse(await readFile(kubeconfig, 'utf8'));
  const context = config.contexts.find((item: Body) => item.name === config['current-context']).context;
  const { cluster } = config.clusters.find((item: Body) => item.name === context.cluster);
  const { user } = config.users.find((item: Body) => item.name === context.user);
  const decode = (text: string | undefined) => (text === undefined ? undefined : Buffer.from(text, 'base64'));
  const [cert, key] = [decode(user['client-certificate-data']), decode(user['client-key-data'])];
  return {
    server: cluster.server,
    ca: decode(cluster['certificate-authority-data']) ?? '',
    ...(user.token !== undefined && { token: user.token }),
    ...(cert && { cert }),
    ...(key && { key }),
  };
}

function sendCall(access: Access, call: Call): Promise<Answer> {
  const { method = 'GET', path, body, type = 'application/json', headers = {}, token = access.token } = call;
  const withCertificate = call.token === undefined;
  const content = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      new URL(path, access.server),
      {
        method,
        agent: false,
        ca: access.ca,
        ...(withCertificate && { cert: access.cert, key: access.key }),
        headers: {
          'user-agent': 'contract/1.0',
          ...(token && { authorization: `Bearer ${token}` }),
          ...(content !== undefined && {
            'content-type': type,
            'content-length': String(Buffer.byteLength(content)),
          }),
          ...headers,
        },
      },
      response => {
        const chunks: Buffer[] = [];
        response.on('data', chunk => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          // Some documents come as text/plain.
          const isJson = /^\s*[{[]/.test(text);
          resolve({
            code: response.statusCode ?? 0,
            headers: response.headers,
            text,
            body: isJson && text ? parseAll(text) : undefined,
          });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(content);
  });
}

/** A watch answers with one JSON object a line. */
function parseAll(text: string): Body {
  const lines = text.trim().split('\n');
  if (lines.length > 1 && lines.every(line => line.startsWith('{')))
    return lines.map(line => JSON.parse(line));
  return JSON.parse(text);
}

/** A JSON merge patch of an earlier answer: how a client changes what it read. */
export function applyMerge(read: Body, changes: Body): Body {
  if (typeof changes !== 'object' || changes === null || Array.isArray(changes)) return changes;
  const result = typeof read === 'object' && read !== null && !Array.isArray(read) ? { ...read } : {};
  for (const [name, value] of Object.entries(changes))
    if (value === null) delete result[name];
    else result[name] = applyMerge(result[name], value);
  return result;
}
