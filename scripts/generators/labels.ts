import { annotationDocs, annotations, labelDocs, labels } from '@cartridge-on-kubernetes/api';
import type { GeneratedFile } from './generated-file.ts';
import { type MarkdownRow, markdownTable } from './markdown-table.ts';

export function generateLabels(): GeneratedFile[] {
  const content = [
    '<!-- Generated from packages/api by `npm run generate`; edits here are lost. -->',
    '# Labels and annotations',
    '',
    '## Labels',
    '',
    markdownTable(['Label', 'On', 'Meaning'], rows(labels, labelDocs)),
    '',
    '## Annotations',
    '',
    markdownTable(['Annotation', 'On', 'Meaning'], rows(annotations, annotationDocs)),
    '',
  ].join('\n');
  return [{ path: 'docs/reference/labels.md', content }];
}

function rows<Key extends string>(
  keys: Readonly<Record<Key, string>>,
  docs: Readonly<Record<Key, { on: string; meaning: string }>>,
): MarkdownRow[] {
  return (Object.keys(keys) as Key[]).map(key => [`\`${keys[key]}\``, docs[key].on, docs[key].meaning]);
}
