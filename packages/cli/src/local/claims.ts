import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { isAlive, type ProcessIdentity } from './process-identity.ts';
import type { StateFolder } from './state-folder.ts';

export type ClaimAttempt = { kind: 'got'; number: number } | { kind: 'held'; by: ProcessIdentity };

interface Claim {
  by: ProcessIdentity;
  /** inode of the state folder: a claim in a copy of it claims nothing */
  folder: number;
  released?: true;
}

/**
 * Gives the state folder to one process at a time. Claims are files with rising numbers, and the last one counts: a
 * number is taken by a link, which only one of several processes can make, and the file of a claim that is over stays
 * until the next one is made. Were it removed first, a slow process could remove the claim of a fast one.
 */
export function takeClaim(state: StateFolder, by: ProcessIdentity): ClaimAttempt {
  mkdirSync(state.claims, { recursive: true, mode: 0o700 });
  for (;;) {
    const last = listNumbers(state).at(-1) ?? 0;
    const holder = last === 0 ? undefined : readHolder(state, last);
    if (holder === 'superseded') continue;
    if (holder !== undefined && isAlive(holder)) return { kind: 'held', by: holder };
    const number = last + 1;
    if (!linkClaim(state, number, by)) continue;
    const numbers = listNumbers(state);
    // Claims have come and gone since we looked, and this number was free again.
    const isLast = numbers.at(-1) === number;
    for (const over of isLast ? numbers.slice(0, -1) : [number])
      rmSync(claimFile(state, over), { force: true });
    if (isLast) return { kind: 'got', number };
  }
}

/** For the process that has it. */
export function releaseClaim(state: StateFolder, number: number, by: ProcessIdentity): void {
  const draft = writeDraft(state, { by, folder: inodeOf(state), released: true });
  renameSync(draft, claimFile(state, number));
}

/** Undefined when nobody holds it any more. */
function readHolder(state: StateFolder, number: number): ProcessIdentity | 'superseded' | undefined {
  try {
    const claim = JSON.parse(readFileSync(claimFile(state, number), 'utf8')) as Claim;
    return claim.released || claim.folder !== inodeOf(state) ? undefined : claim.by;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'superseded';
    // Files are moved into place, so we have not written it.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** False when another process was faster. */
function linkClaim(state: StateFolder, number: number, by: ProcessIdentity): boolean {
  const draft = writeDraft(state, { by, folder: inodeOf(state) });
  try {
    linkSync(draft, claimFile(state, number));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function writeDraft(state: StateFolder, claim: Claim): string {
  const draft = path.join(state.claims, `draft-${claim.by.pid}`);
  writeFileSync(draft, JSON.stringify(claim), { mode: 0o600 });
  return draft;
}

function listNumbers(state: StateFolder): number[] {
  return readdirSync(state.claims)
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => a - b);
}

function claimFile(state: StateFolder, number: number): string {
  return path.join(state.claims, String(number));
}

function inodeOf(state: StateFolder): number {
  return statSync(state.folder).ino;
}
