import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DnsServer, startDnsServer } from '../dns/dns-server.ts';
import { listPortMoves } from '../ports/port-moves.ts';
import { holdTcpPort, holdUdpPort } from '../testing/held-port.ts';
import { parentPipeVariable, type ShimSettings, settingsVariable } from './shim-settings.ts';

const run = promisify(execFile);
const podAddress = '127.250.1.7';
let folder: string;
let dns: DnsServer;
let environment: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pod-shim-'));
  const outfile = join(folder, 'pod-shim.cjs');
  const entry = join(import.meta.dirname, 'pod-shim.ts');
  await build({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile,
    logLevel: 'error',
  });
  dns = await startDnsServer('127.0.0.1', name =>
    name === 'web.default.svc.cluster.local' ? ['127.250.1.8'] : undefined,
  );
  const settings: ShimSettings = {
    hostname: 'web-0',
    podAddress,
    hosts: { 'web-0.web.default.svc.cluster.local': podAddress },
    dns,
    searchDomains: ['default.svc.cluster.local', 'svc.cluster.local', 'cluster.local'],
    clusterDomain: 'cluster.local',
    portsFolder: join(folder, 'ports'),
    apiServer: { host: '127.0.0.1', port: 1 },
    rules: [{ from: '/var/lib/app', to: join(folder, 'data') }],
    hostFolders: [],
  };
  await mkdir(join(folder, 'data'));
  await writeFile(join(folder, 'pod.json'), JSON.stringify(settings));
  environment = {
    NODE_OPTIONS: `--require ${JSON.stringify(outfile)}`,
    [settingsVariable]: join(folder, 'pod.json'),
  };
});

afterAll(async () => {
  await dns.close();
  await rm(folder, { recursive: true, force: true });
});

/** What an ES module prints in the pod. */
async function printed(script: string): Promise<unknown> {
  const args = ['--input-type=module', '--eval', script];
  const { stdout } = await run(process.execPath, args, { env: environment });
  return JSON.parse(stdout);
}

describe('sockets', () => {
  it.each([
    ['listen(0)'],
    ['listen()'],
    ["listen(0, '0.0.0.0')"],
    ["listen(0, '::', 5)"],
    ['listen({ port: 0 })'],
    ["listen({ port: 0, host: '127.0.0.1' })"],
    ["listen(0, 'localhost')"],
  ])('server.%s binds the address of the pod', async call => {
    const script = `import { createServer } from 'node:net';
      const server = createServer().${call};
      server.on('listening', () => { console.log(JSON.stringify(server.address().address)); server.close(); });`;
    expect(await printed(script)).toBe(podAddress);
  });

  it('leaves sockets of the file system alone', async () => {
    const path = join(folder, 'a.sock');
    const script = `import { createServer } from 'node:net';
      const server = createServer().listen(${JSON.stringify(path)}, () => { console.log(JSON.stringify(server.address())); server.close(); });`;
    expect(await printed(script)).toBe(path);
  });

  it('reaches its own server over localhost, with fetch too', async () => {
    const script = `import { createServer } from 'node:http';
      const server = createServer((request, response) => response.end(request.socket.localAddress)).listen(0, async () => {
        const url = 'http://localhost:' + server.address().port;
        console.log(JSON.stringify(await (await fetch(url)).text())); server.close(); server.closeAllConnections();
      });`;
    expect(await printed(script)).toBe(podAddress);
  });

  it('binds datagram sockets, also those that only send', async () => {
    const script = `import { createSocket } from 'node:dgram';
      const receiver = createSocket('udp4'); const sender = createSocket('udp4');
      receiver.on('message', (message, from) => {
        console.log(JSON.stringify([receiver.address().address, from.address])); receiver.close(); sender.close();
      });
      receiver.bind(0, () => sender.send('hello', receiver.address().port, '127.0.0.1'));`;
    expect(await printed(script)).toEqual([podAddress, podAddress]);
  });
});

describe('a port another program holds on all addresses', () => {
  it('is elsewhere, and the pod sees the port it named', async () => {
    await using holder = await holdTcpPort();
    const script = `import { connect, createServer } from 'node:net';
      const port = ${holder.port};
      const server = createServer(socket => socket.end(String(socket.localPort))).listen(port, '0.0.0.0', () => {
        const socket = connect(port, 'localhost');
        socket.on('data', data => {
          console.log(JSON.stringify([server.address().port, socket.remotePort, Number(data)])); server.close();
        });
      });`;
    expect(await printed(script)).toEqual([holder.port, holder.port, holder.port]);
    expect(listPortMoves(join(folder, 'ports'))).toContainEqual(
      expect.objectContaining({ protocol: 'tcp', port: holder.port }),
    );
  });

  it('is refused to a second listener of the pod', async () => {
    await using holder = await holdTcpPort();
    const script = `import { createServer } from 'node:net';
      const first = createServer().listen(${holder.port}, () => {
        createServer().listen(${holder.port}).on('error', error => { console.log(JSON.stringify(error.code)); first.close(); });
      });`;
    expect(await printed(script)).toBe('EADDRINUSE');
  });

  it('is elsewhere for datagrams too, whose senders show the port they bound', async () => {
    await using holder = await holdUdpPort();
    const script = `import { createSocket } from 'node:dgram';
      const port = ${holder.port};
      const socket = createSocket('udp4'); const connected = createSocket('udp4');
      socket.on('message', (message, from) => {
        if (from.port !== port) return socket.send('again', port, 'localhost');
        console.log(JSON.stringify([socket.address().port, from.port, connected.remoteAddress().port, String(message)]));
        socket.close(); connected.close();
      });
      socket.bind(port, () => connected.bind(0, () => connected.connect(port, ${JSON.stringify(podAddress)}, () => connected.send('once'))));`;
    expect(await printed(script)).toEqual([holder.port, holder.port, holder.port, 'again']);
  });

  it('stays where it is when only the pod itself has it', async () => {
    await using own = await holdTcpPort(podAddress);
    const script = `import { createServer } from 'node:net';
      createServer().listen(${own.port}).on('error', error => console.log(JSON.stringify(error.code)));`;
    expect(await printed(script)).toBe('EADDRINUSE');
    expect(listPortMoves(join(folder, 'ports')).map(move => move.port)).not.toContain(own.port);
  });
});

describe('names', () => {
  it.each([['web'], ['web.default'], ['web.default.svc'], ['web.default.svc.cluster.local']])(
    '%s is found in the cluster, by callback, promise and module import',
    async name => {
      const script = `import { lookup } from 'node:dns'; import { lookup as ask } from 'node:dns/promises';
        lookup('${name}', async (error, address) => console.log(JSON.stringify([address, (await ask('${name}')).address])));`;
      expect(await printed(script)).toEqual(['127.250.1.8', '127.250.1.8']);
    },
  );

  it('the own one is found before any Service publishes it', async () => {
    const script = `import { lookup } from 'node:dns/promises';
      console.log(JSON.stringify(await lookup('web-0.web.default.svc.cluster.local', { all: true })));`;
    expect(await printed(script)).toEqual([{ address: podAddress, family: 4 }]);
  });

  it('leaves other names to the system', async () => {
    const script = `import { lookup } from 'node:dns/promises';
      console.log(JSON.stringify([(await lookup('localhost', 4)).address, await lookup('absent.invalid').catch(error => error.code)]));`;
    const [local, absent] = (await printed(script)) as [string, string];
    expect(local).toBe('127.0.0.1');
    expect(absent).toMatch(/^E/);
  });
});

describe('files', () => {
  it('live behind the paths of the container, in every form', async () => {
    const script = `import fs, { readFileSync } from 'node:fs'; import { mkdir, rename, writeFile } from 'node:fs/promises';
      await mkdir('/var/lib/app/sub/deep', { recursive: true });
      await writeFile('/var/lib/app/sub/one', 'content');
      await rename('/var/lib/app/sub/one', new URL('file:///var/lib/app/sub/two'));
      fs.createWriteStream('/var/lib/app/stream').end('streamed', () => console.log(JSON.stringify([
        readFileSync('/var/lib/app/sub/two', 'utf8'), fs.readdirSync('/var/lib/app').sort(),
        fs.realpathSync('/var/lib/app/sub'), fs.existsSync('/var/lib/application'),
      ])));`;
    expect(await printed(script)).toEqual(['content', ['stream', 'sub'], '/var/lib/app/sub', false]);
    expect(await readFile(join(folder, 'data/sub/two'), 'utf8')).toBe('content');
  });
});

it('shows the name of the pod', async () => {
  expect(await printed(`import { hostname } from 'node:os'; console.log(JSON.stringify(hostname()))`)).toBe(
    'web-0',
  );
});

it('ends the process and its children when the node agent is gone', async () => {
  const child = `require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })`;
  const script = `const started = ${child}; console.log(started.pid); setInterval(() => {}, 1000);`;
  const env = { ...environment, [parentPipeVariable]: '1' };
  const pod = spawn(process.execPath, ['-e', script], {
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  });
  const [output] = (await once(pod.stdout as NonNullable<typeof pod.stdout>, 'data')) as [Buffer];
  const exited = once(pod, 'exit');
  pod.stdio[3]?.destroy();
  expect((await exited)[1]).toBe('SIGKILL');
  await expect
    .poll(() => isRunning(Number(output.toString())), { timeout: 45_000, interval: 10 })
    .toBe(false);
});

async function isRunning(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // An ended process stays a zombie until its parent waits for it.
  return stat !== '' && !/\) Z /.test(stat);
}
