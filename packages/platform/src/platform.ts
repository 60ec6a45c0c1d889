import type { Clock } from './clock.ts';
import type { ConnectOptions, HttpClient } from './http.ts';

/** Everything that differs between two runs of the same code: time, chance and the network. */
export interface Platform {
  clock: Clock;
  /** in [0, 1) */
  random: () => number;
  /** Opens nothing yet: the first request does. */
  connect(options: ConnectOptions): HttpClient;
}

/** 16 hexadecimal digits of chance: an id that tells one thing from others in a log. */
export function randomId(random: Platform['random']): string {
  return Array.from({ length: 16 }, () => Math.floor(random() * 16).toString(16)).join('');
}
