import { readFileSync } from 'node:fs';
import type { History } from './history.ts';

export interface HistoryFile {
  /** what went wrong in it once */
  why: string;
  history: History;
}

/** A history that was kept because it once ended badly. */
export function readHistoryFile(file: string | URL): HistoryFile {
  return JSON.parse(readFileSync(file, 'utf8')) as HistoryFile;
}
