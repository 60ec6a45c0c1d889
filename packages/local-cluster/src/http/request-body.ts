import type { IncomingMessage } from 'node:http';
import { badRequest, tooLarge, unsupportedMediaType } from '../errors/api-error.ts';

const limitBytes = 3 * 1024 * 1024;
const quotedLength = 30;

export async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limitBytes) throw tooLarge(limitBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export function contentType(message: IncomingMessage): string {
  return (message.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/** An object of the kind in JSON or YAML. */
export async function readObjectOf(kind: string, message: IncomingMessage): Promise<unknown> {
  const type = contentType(message);
  const body = await readBody(message);
  const problem = jsonTypes.has(type) ? findProblem(body) : undefined;
  if (problem !== undefined)
    throw badRequest(
      `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: ${problem} (${beginning(body)})`,
    );
  return await parseBody(type, body);
}

/** A body that says itself what it is, in JSON or YAML. An empty body is undefined. */
export async function readObjectBody(message: IncomingMessage): Promise<unknown> {
  const type = contentType(message);
  const body = await readBody(message);
  return body.length === 0 ? undefined : await parseBody(type, body);
}

const jsonTypes = new Set(['', 'application/json', '*/*']);

async function parseBody(type: string, body: Buffer): Promise<unknown> {
  if (jsonTypes.has(type)) return parseJson(body);
  if (type === 'application/yaml') return await parseYaml(body);
  if (type === 'application/vnd.kubernetes.protobuf')
    return (await import('./protobuf-body.ts')).decodeProtobuf(body);
  throw unsupportedMediaType(['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf']);
}

export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw badRequest(`couldn't get version/kind; json parse error: ${jsonProblem(error, body)}`);
  }
}

function findProblem(body: Buffer): string | undefined {
  try {
    JSON.parse(body.toString('utf8'));
    return undefined;
  } catch (error) {
    return jsonProblem(error, body);
  }
}

/** In Go's words where they are known. */
export function jsonProblem(error: unknown, body: Buffer): string {
  const message = error instanceof Error ? error.message : String(error);
  const position = / at position (\d+)/.exec(message)?.[1];
  const isAtEnd =
    message === 'Unexpected end of JSON input' || Number(position) >= body.toString('utf8').length;
  return isAtEnd ? 'unexpected end of JSON input' : message;
}

/** As kube-apiserver quotes what it cannot read. */
function beginning(body: Buffer): string {
  const text = body.toString('utf8');
  if (text === '') return '<empty>';
  return text.length > quotedLength ? `${text.slice(0, quotedLength)} ...` : text;
}

export async function parseYaml(body: Buffer): Promise<unknown> {
  const { parse } = await import('yaml');
  try {
    return parse(body.toString('utf8'));
  } catch (error) {
    throw badRequest(
      `error converting YAML to JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
