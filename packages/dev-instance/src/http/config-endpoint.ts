import { readWholeConfig, replaceWholeConfig } from '../admin/config-sections.ts';
import type { Node } from '../cluster/node.ts';
import { CartridgeError, describeError } from '../errors.ts';
import { parseYaml } from '../roles/role-config.ts';
import type { HttpRequest, HttpResponse } from './http-server.ts';

/** `GET /admin/config`: every section a user may change, as one YAML file. */
export async function downloadConfig(node: Node): Promise<HttpResponse> {
  try {
    return {
      headers: {
        'Content-type': 'application/yaml',
        'Content-disposition': 'attachment; filename="config.yml"',
      },
      body: await readWholeConfig(node),
    };
  } catch (error) {
    return refusal(error);
  }
}

/** `PUT /admin/config`: the body becomes the whole config. */
export async function uploadConfig(node: Node, request: HttpRequest): Promise<HttpResponse> {
  try {
    const text = bodyText(request);
    if (text.trim() === '')
      throw new CartridgeError('Config upload failed', 'Request body must not be empty');
    const body = await parseYaml(text, null);
    if (body === null || typeof body !== 'object' || Array.isArray(body)) {
      throw new CartridgeError('Config upload failed', 'Config must be a table');
    }
    await replaceWholeConfig(node, body as Record<string, unknown>);
    return { status: 200 };
  } catch (error) {
    return refusal(error);
  }
}

/** A form with a file is what the Web UI of Cartridge sends. */
function bodyText(request: HttpRequest): string {
  const text = request.body.toString('utf8');
  const boundary = /boundary="?([^";]+)"?/.exec(request.headers['content-type'] ?? '')?.[1];
  if (boundary === undefined) return text;
  const part = text.split(`--${boundary}`)[1] ?? '';
  return part.slice(part.indexOf('\r\n\r\n') + 4).replace(/\r\n$/, '');
}

function refusal(error: unknown): HttpResponse {
  const { className, message } = describeError(error);
  const status = message === "Current instance isn't bootstrapped yet" ? 409 : 400;
  return {
    status,
    headers: { 'Content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({
      line: -1,
      class_name: className,
      err: message,
      file: '[C]',
      stack: 'stack traceback: not available',
      str: `${className}: ${message}`,
    }),
  };
}
