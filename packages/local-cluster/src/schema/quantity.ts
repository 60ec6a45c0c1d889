/**
 * Kubernetes quantities ("500m", "1Gi", "1e3"): parsed to a number of units and written in the canonical
 * form kube-apiserver returns ("0.5" becomes "500m", "1024Mi" becomes "1Gi").
 */
const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const decimalSuffixes: Record<string, number> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const quantityPattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:([KMGTPE]i)|([numkMGTPE])|[eE]([+-]?\d+))?$/;
const nano = 1_000_000_000n;

interface Quantity {
  /** in billionths, rounded up as kube-apiserver does */
  nanos: bigint;
  format: 'binary' | 'decimal' | 'exponent';
}

export const quantityRule =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

export function isQuantity(text: string): boolean {
  return parse(text) !== undefined;
}

/** The number of units: cores for cpu, bytes for memory. */
export function quantityValue(text: string | number): number {
  const quantity = parse(String(text));
  if (!quantity) throw new RangeError(`${JSON.stringify(text)} is not a Kubernetes quantity`);
  return Number(quantity.nanos) / Number(nano);
}

/** The same quantity as kube-apiserver writes it; a text that is none is returned as it is. */
export function canonicalQuantity(text: string): string {
  const quantity = parse(text);
  if (!quantity) return text;
  const { nanos, format } = quantity;
  if (nanos === 0n) return '0';
  if (format === 'binary' && nanos % nano === 0n && absolute(nanos / nano) >= 1024n)
    return formatBinary(nanos / nano);
  return formatDecimal(nanos, format === 'exponent');
}

function parse(text: string): Quantity | undefined {
  const match = quantityPattern.exec(text);
  if (!match) return undefined;
  const [, sign, whole = '', fraction = '', binary, decimal, exponent] = match;
  if (whole === '' && fraction === '') return undefined;
  const digits = BigInt(whole + fraction);
  const power = binary
    ? 0
    : exponent !== undefined
      ? Number(exponent)
      : (decimalSuffixes[decimal ?? ''] ?? 0);
  const scale = power + 9 - fraction.length;
  const factor = binary ? 1024n ** BigInt(binarySuffixes.indexOf(binary)) : 1n;
  const nanos =
    scale >= 0 ? digits * factor * 10n ** BigInt(scale) : divideUp(digits * factor, 10n ** BigInt(-scale));
  const format = binary ? 'binary' : exponent !== undefined ? 'exponent' : 'decimal';
  return { nanos: sign === '-' ? -nanos : nanos, format };
}

function formatBinary(value: bigint): string {
  let rest = value;
  let suffix = 0;
  while (rest % 1024n === 0n && suffix < binarySuffixes.length - 1) {
    rest /= 1024n;
    suffix += 1;
  }
  return `${rest}${binarySuffixes[suffix]}`;
}

function formatDecimal(nanos: bigint, asExponent: boolean): string {
  let rest = nanos;
  let power = -9;
  while (rest % 1000n === 0n && power < 18) {
    rest /= 1000n;
    power += 3;
  }
  if (power === 0) return String(rest);
  if (asExponent) return `${rest}e${power}`;
  const suffix = Object.entries(decimalSuffixes).find(([, value]) => value === power)?.[0] ?? '';
  return `${rest}${suffix}`;
}

function divideUp(value: bigint, divisor: bigint): bigint {
  return (value + divisor - 1n) / divisor;
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}
