import type { LabelSelector } from '../../objects/label-selector.ts';
import { type Fields, fieldsOf, listOf, textOf } from '../../objects/object-fields.ts';
import { formatSelector } from '../../resources/format-selector.ts';

export const none = '<none>';

export function orNone(text: string): string {
  return text === '' ? none : text;
}

export function containerNames(podSpec: Fields): string {
  return listOf(podSpec.containers)
    .map(container => textOf(container.name))
    .join(',');
}

export function containerImages(podSpec: Fields): string {
  return listOf(podSpec.containers)
    .map(container => textOf(container.image))
    .join(',');
}

export function selectorCell(selector: unknown): string {
  return orNone(formatSelector((selector ?? {}) as LabelSelector));
}

export function labelsCell(labels: unknown): string {
  return orNone(
    Object.entries(fieldsOf(labels))
      .map(([key, value]) => `${key}=${value}`)
      .sort()
      .join(','),
  );
}

export function isConditionTrue(status: unknown, type: string): boolean {
  return listOf(fieldsOf(status).conditions).some(
    condition => condition.type === type && condition.status === 'True',
  );
}
