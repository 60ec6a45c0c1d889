import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomically } from '../box/journal.ts';
import { CartridgeError } from '../errors.ts';
import type { ClusterwideConfig } from '../topology/clusterwide-config.ts';

/** The clusterwide config in the work folder: `config.yml`, and `config.prepare` while a change is locked. */
export class ConfigStore {
  readonly #path: string;
  readonly #preparePath: string;

  constructor(folder: string) {
    this.#path = join(folder, 'config.yml');
    this.#preparePath = join(folder, 'config.prepare');
  }

  exists(): boolean {
    return existsSync(this.#path);
  }

  /** JSON is YAML: what is stored stays readable for both. */
  load(): ClusterwideConfig {
    try {
      return JSON.parse(readFileSync(this.#path, 'utf8')) as ClusterwideConfig;
    } catch (cause) {
      const text = cause instanceof Error ? cause.message : String(cause);
      throw new CartridgeError('LoadConfigError', `Error loading "${this.#path}": ${text}`, { cause });
    }
  }

  /** The lock outlives a crash. */
  isLocked(): boolean {
    return existsSync(this.#preparePath);
  }

  prepare(config: ClusterwideConfig): void {
    if (this.isLocked()) throw new CartridgeError('Prepare2pcError', 'Two-phase commit is locked');
    writeFileAtomically(this.#preparePath, JSON.stringify(config, null, 2));
  }

  abort(): void {
    rmSync(this.#preparePath, { force: true });
  }

  commit(): ClusterwideConfig {
    if (!this.isLocked()) throw new CartridgeError('Commit2pcError', 'Two-phase commit is not prepared');
    renameSync(this.#preparePath, this.#path);
    return this.load();
  }

  write(config: ClusterwideConfig): void {
    writeFileAtomically(this.#path, JSON.stringify(config, null, 2));
  }
}

/** Equal configs have equal checksums, whatever the order of their keys. */
export function checksum(config: ClusterwideConfig): string {
  return createHash('sha256')
    .update(JSON.stringify(sortKeys(config)))
    .digest('hex')
    .slice(0, 16);
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, field]) => [key, sortKeys(field)]));
}
