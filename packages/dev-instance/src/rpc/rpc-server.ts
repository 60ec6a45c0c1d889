import { randomBytes } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { inBackground } from '@cartridge-on-kubernetes/process';
import { describeError } from '../errors.ts';
import { listenOn } from '../options/listen-on.ts';
import { answerChallenge, isRightAnswer } from './handshake.ts';
import { type MessageStream, openMessageStream } from './message-stream.ts';

/** What a method that goes on sending may do; `onClose` is called once the caller is gone. */
export interface Pushes {
  push(message: unknown): void;
  onClose(callback: () => void): void;
}

export type RpcMethod = (args: never, pushes: Pushes) => unknown;

/** Answers calls of other instances of the same cluster on the advertised TCP port. */
export class RpcServer {
  readonly #methods = new Map<string, RpcMethod>();
  readonly #sockets = new Set<Socket>();
  readonly #cookie: string;
  #server: Server | undefined;

  constructor(cookie: string) {
    this.#cookie = cookie;
  }

  register<Args>(name: string, method: (args: Args, pushes: Pushes) => unknown): void {
    this.#methods.set(name, method as RpcMethod);
  }

  listen(host: string, port: number): Promise<void> {
    const server = createServer(socket => this.#accept(socket));
    this.#server = server;
    return listenOn(server, { host, port });
  }

  close(): void {
    this.#server?.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    const closers: (() => void)[] = [];
    const nonce = randomBytes(16).toString('base64url');
    let isTrusted = false;
    const stream = openMessageStream(socket, message => {
      if (isTrusted) {
        // Where no answer can be sent, the caller's calls fail with the connection.
        inBackground(this.#answer(stream, message, closers), () => stream.close());
      } else if (isRightAnswer(answerChallenge(this.#cookie, nonce), message.answer)) {
        isTrusted = true;
        stream.send({ welcome: true });
      } else {
        stream.close();
      }
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.#sockets.delete(socket);
      for (const close of closers) close();
    });
    stream.send({ nonce });
  }

  async #answer(
    stream: MessageStream,
    message: Record<string, unknown>,
    closers: (() => void)[],
  ): Promise<void> {
    const { id, method, args } = message;
    const run = this.#methods.get(String(method));
    const pushes: Pushes = {
      push: push => stream.send({ id, push }),
      onClose: callback => {
        closers.push(callback);
      },
    };
    try {
      if (run === undefined) throw new Error(`Procedure '${method}' is not defined`);
      stream.send({ id, result: (await run(args as never, pushes)) ?? null });
    } catch (error) {
      stream.send({ id, error: describeError(error) });
    }
  }
}
