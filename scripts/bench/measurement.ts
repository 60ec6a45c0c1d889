export interface Measurement {
  what: string;
  value: string;
  /** What was aimed for, and how it was measured. */
  goal: string;
  how: string;
}

export function printMeasurement({ what, value, goal, how }: Measurement): void {
  console.log(`${what.padEnd(44)} ${value.padStart(10)}   goal ${goal}\n    ${how}`);
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export function formatSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

export function formatMegabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
