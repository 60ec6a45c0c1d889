import type { IncomingMessage } from 'node:http';
import { badRequest, tooLarge, unsupportedMediaType } from './api-error.ts';

const limitBytes = 3 * 1024 * 1024;

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

/** An object in JSON or YAML. An empty body is undefined. */
export async function readObjectBody(message: IncomingMessage): Promise<unknown> {
  const type = contentType(message);
  const body = await readBody(message);
  if (body.length === 0) return undefined;
  if (type === '' || type === 'application/json' || type === '*/*') return parseJson(body);
  if (type === 'application/yaml') return await parseYaml(body);
  if (type === 'application/vnd.kubernetes.protobuf')
    return (await import('./protobuf-body.ts')).decodeProtobuf(body);
  throw unsupportedMediaType(['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf']);
}

export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw badRequest(
      `couldn't get version/kind; json parse error: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
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
