import { CartridgeError } from '../errors.ts';
import type { ClusterwideConfig } from '../topology/clusterwide-config.ts';

/** The clusterwide config as roles see it: `x.yml` parsed as `x`, everything as text under its own name. */
export async function parseSections(config: ClusterwideConfig): Promise<Record<string, unknown>> {
  const parsed: Record<string, unknown> = {
    topology: config.topology,
    vshard_groups: config.vshardGroups,
  };
  for (const [name, text] of Object.entries(config.sections)) {
    parsed[name] = text;
    if (name.endsWith('.yml')) parsed[name.replace(/\.yml$/, '')] = await parseYaml(text, name);
  }
  return parsed;
}

/** Refuses a section that is not YAML, with the words of libyaml where they are known. */
export async function parseYaml(text: string, section: string | null): Promise<unknown> {
  const { parse, YAMLParseError } = await import('yaml');
  try {
    return parse(text);
  } catch (cause) {
    const problem =
      cause instanceof YAMLParseError ? describeYamlProblem(text, cause.message) : String(cause);
    if (section === null) throw new CartridgeError('DecodeYamlError', problem, { cause });
    throw new CartridgeError('LoadConfigError', `Error parsing section "${section}": ${problem}`, { cause });
  }
}

function describeYamlProblem(text: string, message: string): string {
  const opening = /Flow (sequence|map)/.exec(message);
  if (opening === null) return message;
  const isSequence = opening[1] === 'sequence';
  const at = text.indexOf(isSequence ? '[' : '{');
  const before = text.slice(0, at).split('\n');
  const lines = text.replace(/\n$/, '').split('\n').length;
  const expected = isSequence ? "',' or ']'" : "',' or '}'";
  const kind = isSequence ? 'sequence' : 'mapping';
  return (
    `did not find expected ${expected} at document: 1, line: ${lines + 1}, column: 1\n` +
    `while parsing a flow ${kind} at line: ${before.length}, column: ${(before.at(-1)?.length ?? 0) + 1}\n`
  );
}
