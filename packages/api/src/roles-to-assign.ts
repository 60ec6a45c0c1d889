import type { KubernetesObject } from './kubernetes/meta.ts';
import { annotations } from './naming/annotations.ts';
import { labels } from './naming/labels.ts';

export type RolesToAssign =
  | { kind: 'roles'; roles: readonly string[] }
  | { kind: 'missing' }
  | { kind: 'invalid'; text: string };

/**
 * Cartridge roles that an object asks for: the annotation holds JSON, an array of names or one name (never split);
 * the legacy label, read only where there is no annotation, holds names joined by dots.
 */
export function readRolesToAssign(metadata: Partial<KubernetesObject['metadata']>): RolesToAssign {
  const annotation = metadata.annotations?.[annotations.rolesToAssign];
  if (annotation !== undefined) return parseAnnotation(annotation);
  const label = metadata.labels?.[labels.rolesToAssign];
  if (label === undefined) return { kind: 'missing' };
  return checked({ names: label.split('.'), text: label });
}

function parseAnnotation(text: string): RolesToAssign {
  const value = parseJson(text);
  if (typeof value === 'string') return checked({ names: [value], text });
  return Array.isArray(value) ? checked({ names: value, text }) : { kind: 'invalid', text };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function checked({ names, text }: { names: readonly unknown[]; text: string }): RolesToAssign {
  const roles = names.filter(name => typeof name === 'string' && name.trim() !== '') as string[];
  return roles.length === names.length
    ? { kind: 'roles', roles: [...new Set(roles)] }
    : { kind: 'invalid', text };
}
