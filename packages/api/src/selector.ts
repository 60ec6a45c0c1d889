import type { LabelSelector } from './kubernetes/meta.ts';

/** As Kubernetes: an absent selector picks nothing, an empty one everything. */
export function matchesSelector(
  selector: LabelSelector | undefined,
  labels: Readonly<Record<string, string>> = {},
): boolean {
  if (selector === undefined) return false;
  const { matchLabels = {}, matchExpressions = [] } = selector;
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(expression => matchesExpression(expression, labels[expression.key]))
  );
}

function matchesExpression(
  { operator, values = [] }: NonNullable<LabelSelector['matchExpressions']>[number],
  value: string | undefined,
): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
  }
}
