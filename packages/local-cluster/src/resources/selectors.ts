import { badRequest } from '../errors/api-error.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import type { LabelSelector } from '../objects/label-selector.ts';
import { type FieldRequirement, labelText } from './field-labels.ts';
import { labelValueProblem } from './names.ts';

/** Parses the `labelSelector` parameter: `app=web,tier in (a, b),!legacy`. */
export function parseLabelSelector(text: string): LabelSelector {
  const matchExpressions = splitOutsideParentheses(text).map(parseRequirement);
  return { matchExpressions };
}

function splitOutsideParentheses(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const [index, character] of [...text].entries()) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (character === ',' && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(text.slice(start));
  return parts.map(part => part.trim()).filter(part => part !== '');
}

const keyPattern = '([A-Za-z0-9][-A-Za-z0-9_./]*)';
const setRequirement = new RegExp(`^${keyPattern}\\s+(in|notin)\\s*\\(([^)]*)\\)$`);
const comparison = new RegExp(`^${keyPattern}\\s*(==|=|!=|>|<)\\s*([-A-Za-z0-9_.]*)$`);
const existence = new RegExp(`^(!?)\\s*${keyPattern}$`);

function parseRequirement(text: string): { key: string; operator: string; values?: string[] } {
  const set = setRequirement.exec(text);
  if (set) {
    const values = (set[3] ?? '').split(',').map(value => value.trim());
    return { key: set[1] ?? '', operator: set[2] === 'in' ? 'In' : 'NotIn', values };
  }
  const compared = comparison.exec(text);
  if (compared) {
    const problem = labelValueProblem(compared[3] ?? '');
    if (problem)
      throw badRequest(
        `unable to parse requirement: values[0][${compared[1]}]: Invalid value: ${JSON.stringify(compared[3])}: ${problem}`,
      );
    const operator =
      { '=': 'In', '==': 'In', '!=': 'NotIn', '>': 'Gt', '<': 'Lt' }[compared[2] ?? '='] ?? 'In';
    return { key: compared[1] ?? '', operator, values: [compared[3] ?? ''] };
  }
  const exists = existence.exec(text);
  if (exists) return { key: exists[2] ?? '', operator: exists[1] === '!' ? 'DoesNotExist' : 'Exists' };
  const [, operator, rest = ''] = text.split(/\s+/);
  if (operator === 'in' || operator === 'notin')
    throw badRequest(
      rest.startsWith('(')
        ? "unable to parse requirement: found '', expected: ',' or ')'"
        : `unable to parse requirement: found '${rest}', expected: '('`,
    );
  throw badRequest(
    `unable to parse requirement: found '${operator ?? text}', expected: in, notin, =, ==, !=, gt, lt`,
  );
}

export function parseFieldSelector(text: string): FieldRequirement[] {
  return text
    .split(',')
    .filter(part => part !== '')
    .map(part => {
      const match = /^([^=!]+)(==|!=|=)(.*)$/.exec(part);
      if (!match) throw badRequest(`invalid selector: '${text}'; can't understand '${part}'`);
      return { path: match[1] ?? '', value: match[3] ?? '', isNegated: match[2] === '!=' };
    });
}

/** Compares as text; a field that is not there is the empty text. */
export function matchesFields(requirements: FieldRequirement[], object: KubeObject): boolean {
  return requirements.every(
    ({ path, value, isNegated }) => (labelText(object, path) === value) !== isNegated,
  );
}
