import type { adminApi } from '@cartridge-on-kubernetes/api';
import { CartridgeError } from '../errors.ts';

const SYSTEM = ['auth', 'topology', 'users_acl', 'vshard', 'vshard_groups'];

export type SectionInput = adminApi.ConfigSectionInput;

export type Sections = Readonly<Record<string, string>>;

/** Refuses the names that Cartridge keeps for itself, with or without `.yml`. */
function refuseSystemSection(name: string): void {
  if (!SYSTEM.includes(name.replace(/\.yml$/, ''))) return;
  throw new CartridgeError('Config upload failed', `uploading system section "${name}" is forbidden`);
}

/** Patches by file: null content deletes `x`, and `x.yml` when the given name is `x`. */
export function patchSections(sections: Sections, inputs: readonly SectionInput[]): Record<string, string> {
  const patched = { ...sections };
  for (const { filename, content } of inputs) {
    refuseSystemSection(filename);
    delete patched[filename];
    if (!filename.endsWith('.yml')) delete patched[`${filename}.yml`];
    if (content !== null && content !== undefined) patched[filename] = content;
  }
  refuseAmbiguous(patched, 'PatchConfigError', name => `Ambiguous sections "${name}" and "${name}.yml"`);
  return patched;
}

/** The sections a PUT of the whole config leaves: text as it came, anything else as YAML in `key.yml`. */
export function replaceSections(
  body: Readonly<Record<string, unknown>>,
  toYaml: (value: unknown) => string,
): Record<string, string> {
  const sections: Record<string, string> = {};
  for (const [name, value] of Object.entries(body)) {
    refuseSystemSection(name);
    if (value === null || value === undefined) continue;
    if (typeof value === 'string') sections[name] = value;
    else sections[name.endsWith('.yml') ? name : `${name}.yml`] = toYaml(value);
  }
  refuseAmbiguous(sections, 'Config upload failed', name => `ambiguous sections "${name}" and "${name}.yml"`);
  return sections;
}

function refuseAmbiguous(sections: Sections, className: string, message: (name: string) => string): void {
  const twice = Object.keys(sections).find(name => sections[`${name}.yml`] !== undefined);
  if (twice !== undefined) throw new CartridgeError(className, message(twice));
}
