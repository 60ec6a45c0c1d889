import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root folder of the checkout. */
export const repository = dirname(fileURLToPath(new URL('../../../package.json', import.meta.url)));
