import { badRequest } from '../errors/api-error.ts';

/** Where the next page of a list begins: after which object, and as of which version. */
export interface ContinueToken {
  /** of the first page; undefined: as it is when asked */
  version: number | undefined;
  after: string;
}

export function encodeContinue(token: ContinueToken): string {
  return Buffer.from(
    JSON.stringify({ v: 'meta.k8s.io/v1', rv: token.version ?? -1, start: token.after }),
  ).toString('base64url');
}

export function decodeContinue(text: string): ContinueToken {
  try {
    const { rv, start } = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Record<
      string,
      unknown
    >;
    if (typeof rv === 'number' && typeof start === 'string')
      return { version: rv < 0 ? undefined : rv, after: start };
  } catch {
    // Reported below, like every other token that this server has not issued.
  }
  throw badRequest(
    "invalid continue token: continue key is not valid: invalid character 'i' looking for beginning of value",
  );
}
