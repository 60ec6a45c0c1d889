import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodePlatform } from '@cartridge-on-kubernetes/platform';
import { ManualClock } from '@cartridge-on-kubernetes/platform/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKubeClient } from '../client/client.ts';
import { CredentialPluginError, KubeconfigError } from '../errors.ts';
import { FakeApiServer } from '../testing/fake-api-server.ts';
import { pod, pods } from '../testing/pods.ts';
import { loadInCluster } from './in-cluster.ts';
import { loadKubeconfig } from './load-kubeconfig.ts';

const tlsFolder = join(import.meta.dirname, '../../testdata/tls');
const pem = (name: string) => readFile(join(tlsFolder, name), 'utf8');
const base64 = (text: string) => Buffer.from(text).toString('base64');

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kubeconfig-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function write(name: string, content: string | object): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const load = (extra: object = {}, environment: Record<string, string> = {}) =>
  loadKubeconfig({ environment, homeFolder: folder, clock: nodePlatform.clock, ...extra });

function config(parts: { cluster?: object; user?: object; context?: object; current?: string } = {}): object {
  return {
    'current-context': parts.current ?? 'c',
    clusters: [{ name: 'k', cluster: { server: 'https://127.0.0.1:6443', ...parts.cluster } }],
    users: [{ name: 'u', user: parts.user ?? { token: 't' } }],
    contexts: [{ name: 'c', context: { cluster: 'k', user: 'u', ...parts.context } }],
  };
}

describe('what the connection becomes', () => {
  it('reads ~/.kube/config with its namespace and token', async () => {
    await mkdir(join(folder, '.kube'));
    await write('.kube/config', config({ context: { namespace: 'tarantool' } }));
    const connection = await load();
    expect(connection).toMatchObject({ server: 'https://127.0.0.1:6443', namespace: 'tarantool' });
    expect((await connection.credentials.current()).authorization).toBe('Bearer t');
  });

  it('merges the files of KUBECONFIG: the first that names an entry wins, missing files are skipped', async () => {
    const first = await write('first', {
      'current-context': 'c',
      users: [{ name: 'u', user: { token: 'first' } }],
    });
    const second = await write('second', config({ current: 'other', user: { token: 'second' } }));
    const connection = await load({}, { KUBECONFIG: `${first}:${join(folder, 'missing')}:${second}` });
    expect((await connection.credentials.current()).authorization).toBe('Bearer first');
  });

  it('reads files named in it relative to it, and lets data win', async () => {
    await write('ca.pem', 'from file');
    const cluster = { 'certificate-authority': 'ca.pem' };
    const file = await write('config', config({ cluster }));
    expect((await load({ file })).tls.ca).toBe('from file');
    const both = { ...cluster, 'certificate-authority-data': base64('from data') };
    const second = await write('second', config({ cluster: both }));
    expect((await load({ file: second })).tls.ca).toBe('from data');
  });

  it('reads a tokenFile again when it is a minute old, and keeps the last token while it is away', async () => {
    const token = await write('token', 'one\n');
    const clock = new ManualClock();
    const file = await write('config', config({ user: { tokenFile: 'token' } }));
    const { credentials } = await load({ file, clock });
    const current = async () => (await credentials.current()).authorization;
    expect(await current()).toBe('Bearer one');
    await writeFile(token, 'two');
    expect(await current()).toBe('Bearer one');
    clock.advance(60_000);
    expect(await current()).toBe('Bearer two');
    await rm(token);
    clock.advance(60_000);
    expect(await current()).toBe('Bearer two');
    await writeFile(token, 'three');
    credentials.invalidate();
    expect(await current()).toBe('Bearer three');
  });
});

describe('credential plugins', () => {
  const plugin = (script: string, extra: object = {}) =>
    write('plugin.sh', `#!/bin/sh\n${script}\n`).then(async file => {
      await chmod(file, 0o755);
      const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: './plugin.sh', ...extra };
      return write('config', config({ user: { exec } }));
    });

  it('runs once until its credential expires, and gives the environment', async () => {
    const file = await plugin(
      `echo x >> "$RUNS"
       echo "{\\"kind\\":\\"ExecCredential\\",\\"status\\":{\\"token\\":\\"$GREETING\\",\\"expirationTimestamp\\":\\"2026-01-01T01:00:00Z\\"}}"`,
      {
        env: [
          { name: 'GREETING', value: 'hello' },
          { name: 'RUNS', value: join(folder, 'runs') },
        ],
      },
    );
    const clock = new ManualClock();
    const { credentials } = await load({ file, clock }, { PATH: process.env.PATH ?? '' });
    const both = await Promise.all([credentials.current(), credentials.current()]);
    expect(both.map(one => one.authorization)).toEqual(['Bearer hello', 'Bearer hello']);
    clock.advance(3_600_000);
    await credentials.current();
    expect(await readFile(join(folder, 'runs'), 'utf8')).toBe('x\nx\n');
  });

  it('says what the plugin said when it failed', async () => {
    const file = await plugin('echo "token expired, log in" >&2; exit 1');
    const { credentials } = await load({ file }, { PATH: process.env.PATH ?? '' });
    await expect(credentials.current()).rejects.toThrow(
      /plugin "\.\/plugin\.sh" failed: token expired, log in/,
    );
  });

  it('gives the install hint when there is no such plugin', async () => {
    const exec = { command: 'no-such-plugin', installHint: 'Install it from example.org' };
    const file = await write('config', config({ user: { exec } }));
    const { credentials } = await load({ file });
    const failure = credentials.current();
    await expect(failure).rejects.toThrow(CredentialPluginError);
    await expect(failure).rejects.toThrow('"no-such-plugin" is not installed. Install it from example.org');
  });
});

describe('what is wrong is named', () => {
  const cases: Array<{ name: string; content: string | object; says: RegExp }> = [
    { name: 'no current-context', content: { clusters: [] }, says: /No current-context in .*config/ },
    {
      name: 'an unknown context',
      content: config({ current: 'x' }),
      says: /No context "x" in .*config \(there: c\)/,
    },
    {
      name: 'an unknown user',
      content: config({ context: { user: 'me' } }),
      says: /No user "me".*\(there: u\)/,
    },
    {
      name: 'a server without scheme',
      content: config({ cluster: { server: 'host:1' } }),
      says: /must start with https/,
    },
    { name: 'bad YAML', content: '{', says: /is not valid YAML/ },
    { name: 'a list', content: '[]', says: /is not a map/ },
    {
      name: 'a missing certificate',
      content: config({ user: { 'client-certificate': 'no.crt' } }),
      says: /Cannot read client-certificate .*no\.crt named in .*config/,
    },
    {
      name: 'an auth-provider',
      content: config({ user: { 'auth-provider': { name: 'gcp' } } }),
      says: /auth-provider "gcp".*exec plugin/,
    },
  ];
  for (const { name, content, says } of cases) {
    it(name, async () => {
      const file = await write('config', content);
      const failure = load({ file });
      await expect(failure).rejects.toThrow(KubeconfigError);
      await expect(failure).rejects.toThrow(says);
    });
  }

  it('no file at all', async () => {
    await expect(load()).rejects.toThrow(/No kubeconfig: .*\.kube\/config cannot be found/);
  });
});

describe('over TLS', () => {
  it('checks the server, and shows its own certificate', async () => {
    const server = await FakeApiServer.start({
      tls: {
        cert: await pem('server.crt'),
        key: await pem('server.key'),
        ca: await pem('ca.crt'),
        requestCert: true,
        rejectUnauthorized: true,
      },
    });
    server.put(pods, pod('a'));
    const user = {
      'client-certificate': join(tlsFolder, 'client.crt'),
      'client-key': join(tlsFolder, 'client.key'),
    };
    const at = { namespace: 'tarantool', name: 'a' };
    const trusting = { server: server.url, 'certificate-authority': join(tlsFolder, 'ca.crt') };
    const client = createKubeClient(
      await load({ file: await write('good', config({ cluster: trusting, user })) }),
      { platform: nodePlatform },
    );
    await expect(client.get(pods, at)).resolves.toMatchObject({ metadata: { name: 'a' } });
    const suspicious = { server: server.url };
    const refused = createKubeClient(
      await load({ file: await write('bad', config({ cluster: suspicious, user })) }),
      { platform: nodePlatform },
    );
    await expect(refused.get(pods, at)).rejects.toThrow(/did not answer \(.*(certificate|self-signed)/);
    await Promise.all([client.close(), refused.close()]);
    await server.stop();
  });
});

describe('in a pod', () => {
  it('uses the mounted service account', async () => {
    await Promise.all([write('ca.crt', 'CA'), write('token', 'mounted'), write('namespace', 'tarantool')]);
    const environment = { KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '443' };
    const connection = await loadInCluster({ environment, folder, clock: nodePlatform.clock });
    expect(connection).toMatchObject({
      server: 'https://10.0.0.1:443',
      namespace: 'tarantool',
      tls: { ca: 'CA', insecure: false },
    });
    expect((await connection.credentials.current()).authorization).toBe('Bearer mounted');
  });

  it('says so when this is no pod, or the account is not mounted', async () => {
    await expect(loadInCluster({ environment: {}, folder, clock: nodePlatform.clock })).rejects.toThrow(
      /Not in a pod/,
    );
    const environment = { KUBERNETES_SERVICE_HOST: 'h', KUBERNETES_SERVICE_PORT: '1' };
    await expect(loadInCluster({ environment, folder, clock: nodePlatform.clock })).rejects.toThrow(
      /automountServiceAccountToken/,
    );
  });
});
