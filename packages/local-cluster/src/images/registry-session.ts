import { isIPv4 } from 'node:net';
import { ImageError } from './image-error.ts';
import { formatImageReference, type ImageReference } from './image-reference.ts';

export interface RegistryCredentials {
  registry: string;
  username: string;
  password: string;
}

export interface RegistrySession {
  get(path: string, accept?: string): Promise<Response>;
}

/** until the answer begins; the content may take as long as it needs */
const answerDeadlineMilliseconds = 15_000;

/** Requests to one repository of a registry; answers its demand for a token, with credentials where there are some. */
export function openRegistrySession(
  reference: ImageReference,
  credentials: RegistryCredentials[],
): RegistrySession {
  const host = reference.registry === 'docker.io' ? 'registry-1.docker.io' : reference.registry;
  const base = `${isLocal(host) ? 'http' : 'https'}://${host}/v2/${reference.repository}/`;
  const found = credentials.find(item => item.registry === reference.registry);
  const basic = found && `Basic ${Buffer.from(`${found.username}:${found.password}`).toString('base64')}`;
  let authorization = basic;

  const send = async (path: string, accept: string): Promise<Response> => {
    const headers: Record<string, string> = { accept };
    if (authorization) headers.authorization = authorization;
    const deadline = new AbortController();
    const timer = setTimeout(
      () => deadline.abort(new Error(`${host} did not answer`)),
      answerDeadlineMilliseconds,
    );
    return fetch(base + path, { headers, signal: deadline.signal }).finally(() => clearTimeout(timer));
  };

  return {
    get: async (path, accept = '*/*') => {
      let response = await send(path, accept);
      const challenge = response.headers.get('www-authenticate');
      if (response.status === 401 && challenge?.startsWith('Bearer ')) {
        authorization = await requestToken(challenge, basic);
        response = await send(path, accept);
      }
      if (response.ok) return response;
      const name = formatImageReference(reference);
      const reason = response.status === 404 ? 'not found' : `unexpected status ${response.status}`;
      throw new ImageError('PullFailed', `failed to pull and unpack image "${name}": ${name}: ${reason}`);
    },
  };
}

async function requestToken(challenge: string, basic: string | undefined): Promise<string> {
  const fields = Object.fromEntries(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(match => [match[1], match[2] ?? '']),
  );
  const url = new URL(fields.realm ?? '');
  if (fields.service) url.searchParams.set('service', fields.service);
  if (fields.scope) url.searchParams.set('scope', fields.scope);
  const response = await fetch(url, {
    headers: basic ? { authorization: basic } : {},
    signal: AbortSignal.timeout(answerDeadlineMilliseconds),
  });
  const body = (await response.json()) as { token?: string; access_token?: string };
  return `Bearer ${body.token ?? body.access_token ?? ''}`;
}

/** As Docker and containerd do: registries on this machine speak plain HTTP. */
function isLocal(host: string): boolean {
  const name = host.replace(/:\d+$/, '');
  return name === 'localhost' || name === '[::1]' || (isIPv4(name) && name.startsWith('127.'));
}
