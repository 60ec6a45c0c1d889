import type { Container, EnvVar } from 'kubernetes-types/core/v1';
import { type PodFacts, readField, readResource } from '../downward-api/field-reference.ts';
import { configMaps, secrets } from '../in-process/kinds.ts';
import type { TypedObjects } from '../in-process/typed-objects.ts';
import { ContainerConfigError } from './container-config-error.ts';
import { expandVariables } from './expand-variables.ts';

/**
 * The environment a container's specification gives, on top of `base` (the image's and the Services' variables).
 * Throws ContainerConfigError when a referenced ConfigMap, Secret or key is missing.
 */
export function buildEnvironment(options: {
  objects: TypedObjects;
  facts: PodFacts;
  container: Container;
  base: ReadonlyMap<string, string>;
}): Map<string, string> {
  const { objects, facts, container, base } = options;
  const values = new Map(base);
  for (const source of container.envFrom ?? []) {
    const prefix = source.prefix ?? '';
    const found = source.configMapRef
      ? readSource(objects, facts, { kind: 'configmap', ...source.configMapRef })
      : readSource(objects, facts, { kind: 'secret', ...source.secretRef });
    for (const [key, value] of Object.entries(found ?? {})) values.set(prefix + key, value);
  }
  for (const variable of container.env ?? []) {
    const value = readVariable({ objects, facts, container, variable, values });
    if (value !== undefined) values.set(variable.name, value);
  }
  return values;
}

function readVariable(options: {
  objects: TypedObjects;
  facts: PodFacts;
  container: Container;
  variable: EnvVar;
  values: ReadonlyMap<string, string>;
}): string | undefined {
  const { objects, facts, container, variable, values } = options;
  const from = variable.valueFrom;
  if (!from) return expandVariables(variable.value ?? '', values);
  if (from.fieldRef) {
    const value = readField(facts, from.fieldRef);
    if (value === undefined)
      throw new ContainerConfigError(`unsupported fieldPath: ${from.fieldRef.fieldPath}`);
    return value;
  }
  if (from.resourceFieldRef) {
    const named = facts.pod.spec?.containers.find(
      found => found.name === from.resourceFieldRef?.containerName,
    );
    return readResource(facts, named ?? container, from.resourceFieldRef);
  }
  if (from.configMapKeyRef) return readKey(objects, facts, { kind: 'configmap', ...from.configMapKeyRef });
  if (from.secretKeyRef) return readKey(objects, facts, { kind: 'secret', ...from.secretKeyRef });
  return undefined;
}

interface SourceReference {
  kind: 'configmap' | 'secret';
  name?: string;
  optional?: boolean;
}

function readKey(
  objects: TypedObjects,
  facts: PodFacts,
  reference: SourceReference & { key: string },
): string | undefined {
  const found = readSource(objects, facts, reference);
  const value = found?.[reference.key];
  if (value !== undefined || reference.optional) return value;
  const kind = reference.kind === 'secret' ? 'Secret' : 'ConfigMap';
  const name = `${facts.pod.metadata.namespace}/${reference.name}`;
  throw new ContainerConfigError(`couldn't find key ${reference.key} in ${kind} ${name}`);
}

function readSource(
  objects: TypedObjects,
  facts: PodFacts,
  reference: SourceReference,
): Record<string, string> | undefined {
  const key = { namespace: facts.pod.metadata.namespace, name: reference.name ?? '' };
  if (reference.kind === 'configmap') {
    const found = objects.read(configMaps, key);
    if (found) return { ...found.data };
  } else {
    const found = objects.read(secrets, key);
    if (found) {
      const entries = Object.entries(found.data ?? {});
      return Object.fromEntries(entries.map(([name, value]) => [name, decode(value)]));
    }
  }
  if (reference.optional) return undefined;
  throw new ContainerConfigError(`${reference.kind} "${reference.name}" not found`);
}

function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}
