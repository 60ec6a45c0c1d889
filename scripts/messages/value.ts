import ts from 'typescript';

/** What an expression may give, as far as its text tells. */
export type Value =
  | { kind: 'text' /** with {name} for what is only known at run time */; text: string }
  | { kind: 'object'; fields: ReadonlyMap<string, readonly Value[]> }
  | { kind: 'function'; node: ts.FunctionDeclaration | ts.ArrowFunction }
  | { kind: 'unknown'; name: string };

export function unknown(node: ts.Expression): Value {
  return { kind: 'unknown', name: nameOf(node) };
}

/** The word that best says what an expression gives: `pods` of `pods.map(…).join(', ')`, `topics` of `topicsOf(issues)`. */
function nameOf(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isCallExpression(node)) return nameOfCall(node);
  if (ts.isElementAccessExpression(node)) return nameOf(node.expression).replace(/s$/, '');
  if (ts.isNonNullExpression(node) || ts.isParenthesizedExpression(node)) return nameOf(node.expression);
  if (ts.isBinaryExpression(node)) return nameOf(node.left);
  const [first] = ts.isArrayLiteralExpression(node) ? node.elements : [];
  return first !== undefined && ts.isSpreadElement(first) ? nameOf(first.expression) : 'value';
}

function nameOfCall({ expression, arguments: [argument] }: ts.CallExpression): string {
  if (expression.getText() === 'JSON.stringify' && argument !== undefined) return nameOf(argument);
  if (ts.isPropertyAccessExpression(expression)) return nameOf(expression.expression);
  const name = nameOf(expression)
    .replace(/^(?:describe|find|format|wanted)(?=[A-Z])/, '')
    .replace(/Of$/, '');
  return `${name.slice(0, 1).toLowerCase()}${name.slice(1)}`;
}

export function textOf(value: Value): string {
  return value.kind === 'text' ? value.text : value.kind === 'unknown' ? `{${value.name}}` : '{value}';
}

/** A text of its own rather than a word for something that is left out. */
export function isSentence(value: Value): boolean {
  return value.kind === 'text' && /^[A-Z].* /.test(value.text);
}

export function isShort(value: Value): boolean {
  return textOf(value).length < 20;
}

export function isEmptyText(value: Value): boolean {
  return value.kind === 'text' && value.text === '';
}

export function distinct(values: readonly Value[]): Value[] {
  const seen = new Set<string>();
  return values.filter(value => {
    if (value.kind === 'object') return true;
    const key = textOf(value);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
