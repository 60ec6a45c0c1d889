import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

interface Key {
  value: string;
  /** Milliseconds; Infinity without a time to live. */
  until: number;
}

/** The part of etcd's v2 API that a state provider needs: keys with a condition and a time to live. */
export class FakeEtcd {
  readonly keys = new Map<string, Key>();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch(error => response.destroy(error));
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://etcd');
    const path = url.pathname.replace(/^\/v2\/keys/, '');
    const form = new URLSearchParams(await readText(request));
    const answer = request.method === 'PUT' ? this.#put(path, form) : this.#get(path);
    response.writeHead('errorCode' in answer ? 412 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer));
  }

  static async start(port: number): Promise<FakeEtcd> {
    const etcd = new FakeEtcd();
    await new Promise<void>(resolve => etcd.#server.listen(port, '127.0.0.1', () => resolve()));
    return etcd;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #live(path: string): Key | undefined {
    const key = this.keys.get(path);
    return key !== undefined && key.until > performance.now() ? key : undefined;
  }

  #get(path: string) {
    const key = this.#live(path);
    return key
      ? { action: 'get', node: { key: path, value: key.value } }
      : { errorCode: 100, message: 'Key not found' };
  }

  #put(path: string, form: URLSearchParams) {
    const old = this.#live(path);
    if (form.get('prevExist') === 'false' && old) return { errorCode: 105, message: 'Key already exists' };
    if (form.has('prevValue') && form.get('prevValue') !== old?.value)
      return { errorCode: 101, message: 'Compare failed' };
    const ttl = form.get('ttl');
    const until = ttl === null ? Number.POSITIVE_INFINITY : performance.now() + Number(ttl) * 1000;
    this.keys.set(path, { value: form.get('value') ?? '', until });
    return { action: 'set', node: { key: path, value: form.get('value') } };
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
