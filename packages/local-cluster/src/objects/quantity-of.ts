import { parseQuantity } from '@cartridge-on-kubernetes/api';

/** The number of units of a quantity that was validated when it was written; 0 where there is none. */
export function quantityOf(quantity: string | number | undefined): number {
  return quantity === undefined ? 0 : (parseQuantity(String(quantity)) ?? 0);
}
