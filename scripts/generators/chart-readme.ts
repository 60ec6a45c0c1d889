import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, type ParsedNode, parseDocument, type YAMLMap } from 'yaml';
import type { GeneratedFile } from './generated-file.ts';
import { markdownTable } from './markdown-table.ts';

interface ChartValue {
  path: string;
  value: string;
  meaning: string;
}

interface EntrySchema {
  required: string[];
  properties: Record<string, { description?: string; default?: unknown }>;
}

/** README.md of each chart: its introduction, then every value with its default and the comment above it. */
export function generateChartReadmes({ root }: { root: string }): GeneratedFile[] {
  return ['tarantool-operator', 'cartridge'].map(chart => {
    const read = (file: string) => readFileSync(join(root, 'charts', chart, file), 'utf8');
    const content = [
      '<!-- Generated from values.yaml, values.schema.json and README.intro.md by `npm run generate`; edits here are lost. -->',
      `# ${chart}`,
      '',
      read('README.intro.md').trim(),
      '',
      '## Values',
      '',
      valuesTable(read('values.yaml')),
      '',
      ...roleConfigSection(read('values.schema.json')),
    ].join('\n');
    return { path: `charts/${chart}/README.md`, content };
  });
}

function valuesTable(text: string): string {
  const rows = readValues(parseDocument(text).contents, '').map(({ path, value, meaning }) => [
    `\`${path}\``,
    value,
    meaning,
  ]);
  return markdownTable(['Value', 'Default', 'Meaning'], rows);
}

/** Leaves in the order of the file. A value without a comment is a mistake, so the table has a gap that shows. */
function readValues(node: ParsedNode | null, prefix: string): ChartValue[] {
  if (!isMap(node)) return [];
  return node.items.flatMap(({ key, value }, index) => {
    const path = `${prefix}${key}`;
    if (isMap(value) && value.items.length > 0) return readValues(value, `${path}.`);
    return [{ path, value: `\`${JSON.stringify(value)}\``, meaning: commentOf(node, index) }];
  });
}

/** The comment above the first key of a map belongs to the map. */
function commentOf(map: YAMLMap.Parsed, index: number): string {
  const comment = map.items[index]?.key.commentBefore ?? (index === 0 ? map.commentBefore : null);
  if (!comment) throw new Error(`values.yaml: say above ${map.items[index]?.key} what it means`);
  return comment.replaceAll(/\s+/g, ' ').trim();
}

function roleConfigSection(text: string): string[] {
  const schema = JSON.parse(text) as {
    properties: { RoleConfig?: { description: string; items: EntrySchema } };
  };
  if (!schema.properties.RoleConfig) return [];
  const { description, items: entry } = schema.properties.RoleConfig;
  const rows = Object.entries(entry.properties).map(([name, property]) => [
    `\`${name}\``,
    entry.required.includes(name) ? 'required' : formatEntryDefault(property.default),
    property.description ?? '',
  ]);
  return [
    '## RoleConfig',
    '',
    `${description}.`,
    '',
    markdownTable(['Field', 'Default', 'Meaning'], rows),
    '',
  ];
}

function formatEntryDefault(value: unknown): string {
  return value === undefined ? '' : `\`${JSON.stringify(value)}\``;
}
