// Kubernetes quantities ("500m", "1Gi", "1e3"), read as kube-apiserver reads them: an exact decimal number, rounded
// up to billionths. Source: apimachinery pkg/api/resource/quantity.go.

const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const decimalSuffixes = new Map([
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['', 0],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18],
]);
const quantityPattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:([KMGTPE]i)|([numkMGTPE])|[eE]([+-]?\d+))?$/;
const nano = 1_000_000_000n;

/** Longer texts and larger exponents are refused: Kubernetes has no quantity beyond 2^63-1, and reading one costs time. */
const mostCharacters = 1000;
const mostExponent = 1000;

interface Quantity {
  nanos: bigint;
  format: 'binary' | 'decimal' | 'exponent';
}

export function isQuantity(text: string): boolean {
  return read(text) !== null;
}

/** The number of units (cores for cpu, bytes for memory), or null where the text is no quantity. */
export function parseQuantity(text: string): number | null {
  const quantity = read(text);
  return quantity && toNumber(quantity.nanos);
}

/** Exact: negative, 0 or positive as in a sort; null where one of the texts is no quantity. */
export function compareQuantities(left: string, right: string): number | null {
  const [a, b] = [read(left), read(right)];
  if (a === null || b === null) return null;
  return a.nanos < b.nanos ? -1 : a.nanos > b.nanos ? 1 : 0;
}

/**
 * The same quantity as kube-apiserver writes it: "0.5" becomes "500m", "1024Mi" becomes "1Gi". A text that is no
 * quantity is returned as it is.
 */
export function canonicalQuantity(text: string): string {
  const quantity = read(text);
  if (quantity === null) return text;
  const { nanos, format } = quantity;
  if (nanos === 0n) return '0';
  if (format === 'binary' && nanos % nano === 0n && absolute(nanos / nano) >= 1024n)
    return formatBinary(nanos / nano);
  return formatDecimal(nanos, format === 'exponent');
}

function read(text: string): Quantity | null {
  const match = text.length > mostCharacters ? null : quantityPattern.exec(text);
  if (match === null) return null;
  const [, sign, whole = '', fraction = '', binary, decimal = '', exponent] = match;
  if (whole === '' && fraction === '') return null;
  const power = binary ? 0 : exponent === undefined ? (decimalSuffixes.get(decimal) ?? 0) : Number(exponent);
  if (Math.abs(power) > mostExponent) return null;
  const digits = BigInt(whole + fraction);
  const factor = binary ? 1024n ** BigInt(binarySuffixes.indexOf(binary)) : 1n;
  const scale = power + 9 - fraction.length;
  const nanos =
    scale >= 0 ? digits * factor * 10n ** BigInt(scale) : divideUp(digits * factor, 10n ** BigInt(-scale));
  const format = binary ? 'binary' : exponent === undefined ? 'decimal' : 'exponent';
  return { nanos: sign === '-' ? -nanos : nanos, format };
}

/** The nearest number: units and billionths are converted apart, so that 0.1 is 0.1. */
function toNumber(nanos: bigint): number {
  const isExact = absolute(nanos) <= BigInt(Number.MAX_SAFE_INTEGER);
  if (isExact) return Number(nanos) / Number(nano);
  return Number(nanos / nano) + Number(nanos % nano) / Number(nano);
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
  const suffix = [...decimalSuffixes].find(([, value]) => value === power)?.[0] ?? '';
  return `${rest}${suffix}`;
}

function divideUp(value: bigint, divisor: bigint): bigint {
  return (value + divisor - 1n) / divisor;
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}
