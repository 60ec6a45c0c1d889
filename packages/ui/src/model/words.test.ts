import { expect, test } from 'vitest';
import { counted, listed } from './counted.ts';
import { formatDuration } from './duration.ts';
import { readStatus } from './instance-status.ts';
import { readMemory } from './memory.ts';

test.each([
  [0, '0 s'],
  [59.9, '59 s'],
  [60, '1 min'],
  [754, '12 min'],
  [3_600, '1 h'],
  [7_500, '2 h 5 min'],
  [273_600, '3 d 4 h'],
  [-5, '0 s'],
])('%d seconds read "%s"', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

test('names are listed as in a sentence, and cut short from five on', () => {
  expect(['', 'a', 'a and b', 'a, b, c and d', 'a, b, c and 2 more']).toEqual(
    [[], ['a'], ['a', 'b'], ['a', 'b', 'c', 'd'], ['a', 'b', 'c', 'd', 'e']].map(names => listed(names)),
  );
  expect([counted(1, 'issue'), counted(30_000, 'bucket')]).toEqual(['1 issue', '30\u202f000 buckets']);
});

const member = { disabled: false, joined: true };

test.each([
  [{ status: 'unreachable', message: 'Server status is "dead"' }, 'bad', 'Dead', "Server status is 'dead'"],
  [
    { status: 'unreachable', message: 'Server status is "suspect"' },
    'warning',
    'Suspect',
    "Server status is 'suspect'",
  ],
  [
    { status: 'not found', message: 'Server uri is not in membership' },
    'bad',
    'Not found',
    'Server uri is not in membership',
  ],
  [{ status: 'unconfigured', message: '' }, 'waiting', 'Starting', null],
  [{ status: 'unconfigured', message: 'Unconfigured' }, 'warning', 'Unconfigured', null],
  [{ status: 'error', message: 'OperationError' }, 'bad', 'Error', 'OperationError'],
  [{ status: 'warning', message: 'ConnectingFullmesh' }, 'warning', 'Starting', 'ConnectingFullmesh'],
  [{ status: 'healthy', message: '' }, 'good', 'Healthy', null],
  [{ status: 'newly invented', message: 'x' }, 'warning', 'newly invented', 'x'],
])('status %j is %s, "%s"', (facts, health, word, message) => {
  expect(readStatus({ ...facts, ...member })).toMatchObject({ health, word, message });
});

test('memory is full only when quota, arena and items all are', () => {
  const ratios = (quota: string, arena: string, items: string) => ({
    quota_used_ratio: quota,
    arena_used_ratio: arena,
    items_used_ratio: items,
  });

  expect(readMemory(ratios('99%', '20%', '90%'))?.health).toBe('good');
  expect(readMemory(ratios('99%', '91%', '40%'))?.health).toBe('warning');
  expect(readMemory(ratios('99%', '91%', '90%'))?.health).toBe('bad');
  expect(readMemory(null)).toBeNull();
});

test('memory is given against its limit where that is known', () => {
  const memory = readMemory({
    quota_size: 256 * 1024 ** 2,
    arena_used: 64 * 1024 ** 2,
    quota_used_ratio: '50.00%',
    arena_used_ratio: '50.0%',
    items_used_ratio: '80%',
  });

  expect(memory).toMatchObject({ text: '25\u00a0% of 256\u00a0MiB', usedPercent: 25, reservedPercent: 50 });
});
