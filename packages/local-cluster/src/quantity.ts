const multipliers: Record<string, number> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** A Kubernetes quantity ("100m", "512M", "1Gi", 2) as a number: cores or bytes. Unreadable text counts as 0. */
export function parseQuantity(quantity: string | number | undefined): number {
  const match = /^([+-]?\d*\.?\d+(?:[eE][+-]?\d+)?)([a-zA-Z]*)$/.exec(String(quantity ?? '0'));
  const multiplier = multipliers[match?.[2] ?? ''];
  return match && multiplier !== undefined ? Number(match[1]) * multiplier : 0;
}
