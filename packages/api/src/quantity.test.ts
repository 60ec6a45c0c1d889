import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalQuantity, compareQuantities, isQuantity, parseQuantity } from './quantity.ts';

test.each([
  ['0.1', 0.1],
  ['100m', 0.1],
  ['250m', 0.25],
  ['1Ki', 1024],
  ['1Gi', 1073741824],
  ['512M', 512000000],
  ['5e3', 5000],
  ['5E3', 5000],
  ['5E', 5e18],
  ['1e-3', 0.001],
  ['2', 2],
  ['2.', 2],
  ['.5', 0.5],
  ['-1', -1],
  ['0.1n', 1e-9],
])('%s is %d', (text, value) => {
  expect(parseQuantity(text)).toBe(value);
});

test.each(['', 'big', 'Gi', '1GB', '1Xi', '--1', '1 Gi', 'one', '.', '1e', 'constructor', '1__proto__'])(
  '%j is no quantity',
  text => {
    expect(isQuantity(text)).toBe(false);
    expect(parseQuantity(text)).toBeNull();
    expect(compareQuantities(text, '1')).toBeNull();
    expect(canonicalQuantity(text)).toBe(text);
  },
);

test.each([
  ['0.5', '500m'],
  ['1000m', '1'],
  ['1024Mi', '1Gi'],
  ['1500Mi', '1500Mi'],
  ['1000Ki', '1000Ki'],
  ['0.1', '100m'],
  ['1.5Gi', '1536Mi'],
  ['1e3', '1e3'],
  ['2000', '2k'],
  ['128974848', '128974848'],
  ['100u', '100u'],
  ['0', '0'],
  ['0Gi', '0'],
  ['-1', '-1'],
])('%s is written %s', (given, canonical) => {
  expect(canonicalQuantity(given)).toBe(canonical);
});

test('compares exactly where numbers are too coarse', () => {
  expect(compareQuantities('9007199254740993', '9007199254740992')).toBe(1);
  expect(compareQuantities('0.1', '100m')).toBe(0);
  expect(compareQuantities('1Gi', '1G')).toBe(1);
  expect(compareQuantities('-1', '1m')).toBe(-1);
});

// Each of these would take seconds to hours, or all memory, if it were computed.
test.each([
  '1e10000000',
  '1e-10000000',
  `1e${'9'.repeat(999)}`,
  '1'.repeat(1_000_000),
  `0.${'0'.repeat(1e6)}1`,
])('refuses a quantity of hostile size', text => {
  expect(isQuantity(text)).toBe(false);
});

const quantities = fc
  .tuple(
    fc.constantFrom('', '-', '+'),
    fc.bigInt({ min: 0n, max: 10n ** 20n }),
    fc.constantFrom('', '.', '.5', '.125', '.0000000001'),
    fc.constantFrom(
      '',
      'n',
      'u',
      'm',
      'k',
      'M',
      'G',
      'T',
      'P',
      'E',
      'Ki',
      'Mi',
      'Gi',
      'Ti',
      'Pi',
      'Ei',
      'e3',
      'E-4',
    ),
  )
  .map(parts => parts.join(''));

test('the canonical form is the same quantity, and its own canonical form', () => {
  fc.assert(
    fc.property(quantities, text => {
      const canonical = canonicalQuantity(text);
      expect(compareQuantities(canonical, text)).toBe(0);
      expect(canonicalQuantity(canonical)).toBe(canonical);
    }),
  );
});

test('any text is a quantity or is refused', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[-+.eEinumkKMGTP0-9]{0,12}$/), text => {
      expect(isQuantity(text)).toBe(parseQuantity(text) !== null);
    }),
  );
});
