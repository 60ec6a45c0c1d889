import type { StatisticsAnswer } from '../data/answer.ts';
import type { Health } from './health.ts';

/** Memory of memtx, the in-memory engine, against its limit `memtx_memory`. Percentages 0 to 100. */
export interface MemoryView {
  health: Health;
  /** taken by tuples and indexes */
  usedPercent: number;
  /** reserved from the limit, used or not; never below usedPercent */
  reservedPercent: number;
  /** "3 % of 256 MiB", or "3 %" where the limit is not known */
  text: string;
  /** as Cartridge reports them: of items, arena, quota */
  ratios: ReadonlyArray<{ name: string; text: string }>;
}

/** Where Cartridge itself starts to call it critical (`fragmentation_threshold_critical`). */
const fullPercent = 85;

export function readMemory(statistics: StatisticsAnswer | null): MemoryView | null {
  if (statistics === null) return null;
  const quota = readPercent(statistics.quota_used_ratio);
  const arena = readPercent(statistics.arena_used_ratio);
  const items = readPercent(statistics.items_used_ratio);
  if (quota === null || arena === null) return null;

  const limit = statistics.quota_size ?? 0;
  const used =
    limit > 0 && statistics.arena_used !== undefined
      ? (statistics.arena_used / limit) * 100
      : (quota * arena) / 100;
  const usedPercent = Math.min(100, used);
  return {
    health: readFullness({ quota, arena, items: items ?? 100 }),
    usedPercent,
    reservedPercent: Math.max(usedPercent, Math.min(100, quota)),
    text: `${formatPercent(usedPercent)}${limit > 0 ? ` of ${formatBytes(limit)}` : ''}`,
    ratios: [
      { name: 'items', text: formatPercent(items ?? 0) },
      { name: 'arena', text: formatPercent(arena) },
      { name: 'quota', text: formatPercent(quota) },
    ],
  };
}

/** Memory runs out when all three are high; a high quota alone only says that memory was reserved. */
function readFullness(ratio: { quota: number; arena: number; items: number }): Health {
  if (Math.min(ratio.quota, ratio.arena, ratio.items) >= fullPercent) return 'bad';
  return Math.min(ratio.quota, ratio.arena) >= fullPercent ? 'warning' : 'good';
}

function readPercent(text: string | undefined): number | null {
  const value = Number.parseFloat(text ?? '');
  return Number.isFinite(value) ? value : null;
}

export function formatPercent(percent: number): string {
  if (percent > 0 && percent < 1) return '<1\u00a0%';
  return `${Math.round(percent)}\u00a0%`;
}

function formatBytes(bytes: number): string {
  const mebibytes = bytes / 1024 ** 2;
  if (mebibytes < 1024) return `${round(mebibytes)}\u00a0MiB`;
  return `${round(mebibytes / 1024)}\u00a0GiB`;
}

function round(value: number): string {
  return value < 10 && !Number.isInteger(value) ? value.toFixed(1) : String(Math.round(value));
}
