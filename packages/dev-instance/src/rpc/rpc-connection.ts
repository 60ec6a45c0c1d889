import { connect, type Socket } from 'node:net';
import { CartridgeError } from '../errors.ts';
import type { HostPort } from '../options/uri.ts';
import { answerChallenge } from './handshake.ts';
import { type MessageStream, openMessageStream } from './message-stream.ts';

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
  onPush: ((message: unknown) => void) | undefined;
}

const CONNECT_TIMEOUT_MS = 1000;

/** One authenticated connection to another instance. Requests of many callers share it. */
export class RpcConnection {
  readonly #waiting = new Map<number, Waiting>();
  readonly #socket: Socket;
  readonly #closers: ((error: Error) => void)[] = [];
  #stream: MessageStream | undefined;
  #nextId = 1;
  #closed: Error | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** The host name is looked up at each connect: addresses change when an instance restarts. */
  static open(address: HostPort, cookie: string): Promise<RpcConnection> {
    const socket = connect({ host: address.host, port: address.port });
    const connection = new RpcConnection(socket);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => socket.destroy(new Error('Connection timed out')), CONNECT_TIMEOUT_MS);
      connection.#stream = openMessageStream(socket, message => {
        if (typeof message.nonce === 'string') {
          connection.#stream?.send({ answer: answerChallenge(cookie, message.nonce) });
        } else if (message.welcome === true) {
          clearTimeout(timer);
          resolve(connection);
        } else {
          connection.#receive(message);
        }
      });
      socket.on('error', error => {
        connection.#closed ??= connectionError(error);
      });
      socket.on('close', () => {
        clearTimeout(timer);
        const error = connection.#closed ?? new CartridgeError('NetboxCallError', 'Peer closed');
        connection.#closed = error;
        reject(error);
        connection.#fail(error);
      });
    });
  }

  get isClosed(): boolean {
    return this.#closed !== undefined;
  }

  onClose(callback: (error: Error) => void): void {
    if (this.#closed) callback(this.#closed);
    else this.#closers.push(callback);
  }

  call(method: string, args: unknown, options: { timeoutSeconds: number }): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new CartridgeError('NetboxCallError', 'Timeout exceeded'));
      }, options.timeoutSeconds * 1000);
      const settle =
        <T>(finish: (value: T) => void) =>
        (value: T) => {
          clearTimeout(timer);
          finish(value);
        };
      const id = this.#send(method, args, {
        resolve: settle(resolve),
        reject: settle(reject),
        onPush: undefined,
      });
    });
  }

  /** Starts a method that goes on sending; resolves with its first answer. */
  subscribe(method: string, args: unknown, onPush: (message: unknown) => void): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#send(method, args, { resolve, reject, onPush });
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #send(method: string, args: unknown, waiting: Waiting): number {
    const id = this.#nextId++;
    if (this.#closed) {
      waiting.reject(this.#closed);
    } else {
      this.#waiting.set(id, waiting);
      this.#stream?.send({ id, method, args });
    }
    return id;
  }

  #receive(message: Record<string, unknown>): void {
    const id = Number(message.id);
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    if ('push' in message) {
      waiting.onPush?.(message.push);
      return;
    }
    if (waiting.onPush === undefined) this.#waiting.delete(id);
    if ('error' in message) {
      const error = message.error as { className: string; message: string };
      waiting.reject(new CartridgeError(error.className, error.message));
    } else {
      waiting.resolve(message.result);
    }
  }

  #fail(error: Error): void {
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
    for (const callback of this.#closers) callback(error);
  }
}

function connectionError(error: Error): CartridgeError {
  const code = (error as NodeJS.ErrnoException).code;
  const texts: Record<string, string> = {
    ECONNREFUSED: 'Connection refused',
    ECONNRESET: 'Peer closed',
    ENOTFOUND: 'getaddrinfo: Name or service not known',
    EAI_AGAIN: 'getaddrinfo: Temporary failure in name resolution',
    EHOSTUNREACH: 'No route to host',
  };
  return new CartridgeError('NetboxCallError', texts[code ?? ''] ?? error.message, { cause: error });
}
