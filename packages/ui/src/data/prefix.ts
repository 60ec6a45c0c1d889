/**
 * Cartridge serves the page under `<prefix>/admin`; its API is `<prefix>/admin/api`.
 * The prefix (option `webui_prefix`) is whatever stands before the last `/admin` of the page's own path.
 */
export function readPrefix(pathname: string): string {
  const end = pathname.match(/^(.*)\/admin(?:\/|$)/);
  return end?.[1] ?? '';
}
