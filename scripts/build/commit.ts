import { execFileSync } from 'node:child_process';

/** Short commit of the checkout; `unknown` outside a git checkout, such as an unpacked source archive. */
export function readCommit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short=7', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}
