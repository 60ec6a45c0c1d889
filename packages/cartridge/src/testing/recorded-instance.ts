import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { execute, type GraphQLSchema, parse, validate } from 'graphql';
import type { Exchange, RecordedAnswer } from './recordings.ts';

export interface ReceivedRequest {
  headers: IncomingMessage['headers'];
  query: string;
  variables: Record<string, unknown> | null;
}

/**
 * A real HTTP server that answers as Cartridge did. It checks every query against the schema of its version:
 * one unknown field fails the whole query, as there. Reads are executed over recorded data; a change gets its
 * recorded answer.
 */
export class RecordedInstance {
  readonly requests: ReceivedRequest[] = [];
  schema: GraphQLSchema;
  #answer: RecordedAnswer = { data: {} };
  #status = 200;
  readonly #server: Server;

  private constructor(schema: GraphQLSchema) {
    this.schema = schema;
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch(error => response.destroy(error));
    });
  }

  static async start(schema: GraphQLSchema): Promise<RecordedInstance> {
    const instance = new RecordedInstance(schema);
    await new Promise<void>(resolve => instance.#server.listen(0, '127.0.0.1', resolve));
    return instance;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = JSON.parse(await readBody(request)) as Pick<ReceivedRequest, 'query' | 'variables'>;
    this.requests.push({ headers: request.headers, ...body });
    response.writeHead(this.#status, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(this.#respond(body.query)));
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get lastRequest(): ReceivedRequest {
    const last = this.requests.at(-1);
    if (!last) throw new Error('no request was received');
    return last;
  }

  replay(exchange: Pick<Exchange, 'response'> & { http_status?: number }): void {
    this.#answer = exchange.response;
    this.#status = exchange.http_status ?? 200;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  #respond(query: string): unknown {
    const document = parse(query);
    const invalid = validate(this.schema, document)[0];
    if (invalid) return { errors: [{ message: inCartridgeWords(invalid.message) }] };
    const isChange = document.definitions.some(
      definition => 'operation' in definition && definition.operation === 'mutation',
    );
    const isIntrospection = query.includes('__type');
    if (isChange || (this.#answer.errors && !isIntrospection)) return this.#answer;
    const rootValue = isIntrospection ? {} : this.#answer.data;
    return execute({ schema: this.schema, document, rootValue });
  }
}

function inCartridgeWords(message: string): string {
  return message.replace(
    /^Cannot query field ("\w+") on type ("\w+").*/,
    'Field $1 is not defined on type $2',
  );
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
