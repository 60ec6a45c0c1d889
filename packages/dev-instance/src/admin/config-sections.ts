import type { adminApi } from '@cartridge-on-kubernetes/api';
import type { Node } from '../cluster/node.ts';
import { describeError } from '../errors.ts';
import { parseSections, parseYaml } from '../roles/role-config.ts';
import { patchSections, replaceSections, type SectionInput, type Sections } from '../topology/sections.ts';
import { requireConfig } from './topology-queries.ts';

export type ConfigSection = Readonly<adminApi.ConfigSection>;

/** The text that the DDL role shows while no schema is stored. */
const EXAMPLE_SCHEMA = `## Example:
#
# spaces:
#   customer:
#     engine: memtx
#     is_local: false
#     temporary: false
#     sharding_key: [customer_id]
#     format:
#       - {name: customer_id, type: unsigned, is_nullable: false}
#       - {name: bucket_id, type: unsigned, is_nullable: false}
#       - {name: fullname, type: string, is_nullable: false}
`;

export const ZONE_DISTANCES_TEMPLATE = `---
# Here you can specify the mutual distances between zones.
# The numbers are abstract: the router prefers replicas that are nearer for its read requests.
# A distance of a zone to itself is 0, a pair that is not listed is as far away as possible.
#
# z1:
#   z2: 100
...
`;

/** Sections by exact file name; all of them when none is named. Unknown and reserved names are just absent. */
export function readConfigSections(node: Node, names: readonly string[] | null | undefined): ConfigSection[] {
  const sections = withExamples(requireConfig(node, 'Config is not applied').sections);
  return Object.entries(sections)
    .filter(([filename]) => !names || names.includes(filename))
    .map(([filename, content]) => ({ filename, content }));
}

export async function patchConfigSections(
  node: Node,
  inputs: readonly SectionInput[],
): Promise<ConfigSection[]> {
  const config = requireConfig(node, 'Config upload failed');
  const sections = patchSections(config.sections, inputs);
  await requireParsable(sections);
  await node.coordinator.change({ ...config, sections });
  return inputs.flatMap(({ filename }) => {
    const content = sections[filename];
    return content === undefined ? [] : [{ filename, content }];
  });
}

/** All sections as one YAML map: `x.yml` as the value of `x`, others as text. */
export async function readWholeConfig(node: Node): Promise<string> {
  const { stringify } = await import('yaml');
  const sections = withExamples(requireConfig(node, 'Config is not applied').sections);
  return `---\n${stringify(sections)}...\n`;
}

/** Replaces every section: what the text does not name is deleted. */
export async function replaceWholeConfig(node: Node, body: Readonly<Record<string, unknown>>): Promise<void> {
  const { stringify } = await import('yaml');
  const config = requireConfig(node, 'Config upload failed');
  const sections = replaceSections(body, value => `---\n${stringify(value)}...\n`);
  await requireParsable(sections);
  await node.coordinator.change({ ...config, sections });
}

/** A dry run on this instance alone; the problem or null. */
export async function validateConfigSections(
  node: Node,
  inputs: readonly SectionInput[],
): Promise<string | null> {
  const config = requireConfig(node, 'Config is not applied');
  try {
    const patched = { ...config.sections };
    for (const { filename, content } of inputs) patched[filename] = content ?? '';
    const next = { ...config, sections: patched };
    await parseSections(next);
    await node.roles.validate(next, config);
    return null;
  } catch (error) {
    return describeError(error).message;
  }
}

async function requireParsable(sections: Sections): Promise<void> {
  for (const [name, text] of Object.entries(sections)) {
    if (name.endsWith('.yml')) await parseYaml(text, name);
  }
}

function withExamples(sections: Sections): Sections {
  return sections['schema.yml'] === undefined ? { 'schema.yml': EXAMPLE_SCHEMA, ...sections } : sections;
}
