import { AdminError } from './errors.ts';

/** The three requests this page makes of an instance. */
export interface AdminApi {
  /** POST <prefix>/admin/api; resolves to `data`, rejects with an AdminError */
  query(text: string): Promise<unknown>;
  /** Resolves once the session cookie is set; rejects with code "unauthorized" on bad credentials */
  login(credentials: { username: string; password: string }): Promise<void>;
  logout(): Promise<void>;
}

interface GraphqlAnswer {
  data?: unknown;
  errors?: ReadonlyArray<{ message: string; extensions?: Record<string, unknown> }>;
}

/** Longer than the fan-outs behind `statistics` and `boxinfo`, which wait up to a second per dead instance. */
const answerTimeoutMs = 30_000;

export function createAdminApi(options: { prefix: string; fetch: typeof fetch }): AdminApi {
  const send = (path: string, init: RequestInit): Promise<Response> =>
    sendRequest(options.fetch, `${options.prefix}${path}`, init);

  return {
    async query(text) {
      const response = await send('/admin/api', {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: text }),
      });
      return readAnswer(response);
    },
    async login({ username, password }) {
      const response = await send('/login', { body: new URLSearchParams({ username, password }) });
      if (response.status === 403 || response.status === 401) {
        throw new AdminError({
          code: 'unauthorized',
          message: 'The instance does not accept this name and password.',
        });
      }
      if (!response.ok) throw unexpectedStatus(response);
    },
    async logout() {
      await send('/logout', {});
    },
  };
}

async function sendRequest(send: typeof fetch, url: string, init: RequestInit): Promise<Response> {
  try {
    return await send(url, {
      ...init,
      method: 'POST',
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(answerTimeoutMs),
    });
  } catch (cause) {
    const timedOut = cause instanceof DOMException && cause.name === 'TimeoutError';
    const message = timedOut
      ? `The instance did not answer within ${answerTimeoutMs / 1000} seconds.`
      : 'The instance cannot be reached.';
    throw new AdminError({ code: 'unreachable', message, cause });
  }
}

/** Cartridge answers errors with status 200 and never sends `data` beside `errors`. */
async function readAnswer(response: Response): Promise<unknown> {
  if (response.status === 401) throw unauthorized();
  const answer = await readJson(response);
  const error = answer?.errors?.[0];
  if (error !== undefined) throw refusal(error);
  if (!response.ok) throw unexpectedStatus(response);
  if (answer?.data === undefined || answer.data === null) {
    throw new AdminError({
      code: 'not-an-admin-api',
      message: 'Something answers at this address, but it is not the admin API of Cartridge.',
    });
  }
  return answer.data;
}

async function readJson(response: Response): Promise<GraphqlAnswer | null> {
  try {
    return (await response.json()) as GraphqlAnswer | null;
  } catch {
    return null;
  }
}

function refusal(error: NonNullable<GraphqlAnswer['errors']>[number]): AdminError {
  if (error.message === 'Unauthorized') return unauthorized();
  const className = error.extensions?.['io.tarantool.errors.class_name'];
  return new AdminError({
    code: 'refused',
    message: error.message,
    className: typeof className === 'string' ? className : null,
  });
}

function unauthorized(): AdminError {
  return new AdminError({ code: 'unauthorized', message: 'The instance asks for a name and a password.' });
}

/** A proxy or a port-forward in between says 502 or 504 while the instance is away. */
function unexpectedStatus(response: Response): AdminError {
  return new AdminError({
    code: response.status >= 500 ? 'unreachable' : 'not-an-admin-api',
    message: `The address answers with HTTP status ${response.status}.`,
  });
}
