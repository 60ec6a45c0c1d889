import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root folder of the checkout. */
export const repository = dirname(fileURLToPath(new URL('../../../package.json', import.meta.url)));

/** Version of this project, which charts, images and packages have. */
export const { version: projectVersion } = JSON.parse(
  readFileSync(join(repository, 'package.json'), 'utf8'),
) as { version: string };
