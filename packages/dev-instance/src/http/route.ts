export interface Route<Handler> {
  /** Upper case, or ANY. */
  readonly method: string;
  readonly path: string;
  readonly handler: Handler;
}

/** The first route that fits; parts named in its path come back as stashes. */
export function matchRoute<Handler>(
  routes: readonly Route<Handler>[],
  method: string,
  path: string,
): { handler: Handler; stashes: Record<string, string> } | null {
  for (const route of routes) {
    if (route.method !== 'ANY' && route.method !== method && !(route.method === 'GET' && method === 'HEAD'))
      continue;
    const stashes = matchPath(route.path, path);
    if (stashes !== null) return { handler: route.handler, stashes };
  }
  return null;
}

function matchPath(pattern: string, path: string): Record<string, string> | null {
  const wanted = split(pattern);
  const given = split(path);
  const stashes: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    if (part.startsWith('*')) {
      stashes[part.slice(1)] = given.slice(index).map(decode).join('/');
      return stashes;
    }
    const value = given[index];
    if (value === undefined) return null;
    if (part.startsWith(':')) stashes[part.slice(1)] = decode(value);
    else if (part !== value) return null;
  }
  return given.length === wanted.length ? stashes : null;
}

function split(path: string): string[] {
  return path.split('/').filter(part => part !== '');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
