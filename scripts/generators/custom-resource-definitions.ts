import { customResourceDefinitions } from '@cartridge-on-kubernetes/api';
import { stringify } from 'yaml';
import type { GeneratedFile } from './generated-file.ts';

const FOLDER = 'charts/tarantool-operator/crds';
const HEADER = '# Generated from packages/api by `npm run generate`; edits here are lost.\n';

export function generateCustomResourceDefinitions(): GeneratedFile[] {
  return [...customResourceDefinitions()].map(([plural, definition]) => ({
    path: `${FOLDER}/${plural}.yaml`,
    content: HEADER + stringify(definition, { aliasDuplicateObjects: false, lineWidth: 0 }),
  }));
}
