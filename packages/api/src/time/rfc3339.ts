/** `2026-11-22T10:21:31Z` of milliseconds since 1970, whole seconds as Kubernetes writes them. Throws a RangeError for NaN. */
export function formatTime(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, -'.000Z'.length)}Z`;
}

const UTC_TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/** Milliseconds since 1970 of a UTC timestamp as Kubernetes writes it; NaN for anything else. */
export function parseTime(text: string): number {
  return UTC_TIMESTAMP.test(text) ? Date.parse(text) : Number.NaN;
}
