import ts from 'typescript';
import type { Declaration, Sources } from './sources.ts';
import { distinct, isEmptyText, isSentence, isShort, textOf, unknown, type Value } from './value.ts';

/** Values of the parameters of the function that is looked into. */
export type Environment = ReadonlyMap<string, readonly Value[]>;

export const NO_PARAMETERS: Environment = new Map();
const DEEPEST = 12;
const MOST_ALTERNATIVES = 8;

/** Evaluates expressions of messages: literals, templates, choices, constants, and functions that return them. */
export class Evaluator {
  readonly #sources: Sources;
  #depth = 0;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  evaluate(node: ts.Expression, environment: Environment = NO_PARAMETERS): Value[] {
    if (this.#depth > DEEPEST) return [unknown(node)];
    this.#depth += 1;
    try {
      return distinct(this.#evaluate(node, environment));
    } finally {
      this.#depth -= 1;
    }
  }

  /** The values of the arguments of a call, by the names of the parameters of the function. */
  bind(
    { parameters }: { parameters: ts.NodeArray<ts.ParameterDeclaration> },
    call: ts.CallExpression,
    environment: Environment = NO_PARAMETERS,
  ): Environment {
    const bound = new Map<string, readonly Value[]>();
    for (const [index, parameter] of parameters.entries()) {
      const argument = call.arguments[index] ?? parameter.initializer;
      if (argument === undefined) continue;
      const values = this.evaluate(argument, environment);
      if (ts.isIdentifier(parameter.name)) bound.set(parameter.name.text, values);
      else this.#bindPattern(parameter.name, values, bound);
    }
    return bound;
  }

  #bindPattern(
    pattern: ts.BindingPattern,
    values: readonly Value[],
    bound: Map<string, readonly Value[]>,
  ): void {
    for (const element of pattern.elements) {
      if (!ts.isBindingElement(element) || !ts.isIdentifier(element.name)) continue;
      const field = element.propertyName?.getText() ?? element.name.text;
      const found = values.flatMap(value => (value.kind === 'object' ? (value.fields.get(field) ?? []) : []));
      const usual =
        found.length === 0 && element.initializer !== undefined ? this.evaluate(element.initializer) : [];
      if (found.length + usual.length > 0) bound.set(element.name.text, [...found, ...usual]);
    }
  }

  #evaluate(node: ts.Expression, environment: Environment): Value[] {
    if (node.kind === ts.SyntaxKind.NullKeyword) return [];
    if (ts.isStringLiteralLike(node)) return [{ kind: 'text', text: node.text }];
    if (ts.isTemplateExpression(node)) return this.#template(node, environment);
    if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node))
      return this.evaluate(node.expression, environment);
    if (ts.isConditionalExpression(node)) return this.#conditional(node, environment);
    if (ts.isBinaryExpression(node)) return this.#binary(node, environment);
    if (ts.isIdentifier(node)) return this.#identifier(node, environment);
    if (ts.isArrowFunction(node)) return [{ kind: 'function', node }];
    if (ts.isObjectLiteralExpression(node))
      return this.objects(node, environment).map(fields => ({ kind: 'object', fields }));
    if (ts.isPropertyAccessExpression(node)) return this.#property(node, environment);
    if (ts.isElementAccessExpression(node)) return this.#element(node, environment);
    if (ts.isCallExpression(node)) return this.#call(node, environment);
    return [unknown(node)];
  }

  #template(node: ts.TemplateExpression, environment: Environment): Value[] {
    let texts = [node.head.text];
    for (const { expression, literal } of node.templateSpans) {
      const values = this.evaluate(expression, environment);
      const isTooMuch = texts.length * values.length > MOST_ALTERNATIVES;
      const isWord = ts.isCallExpression(expression) && values.length > 1 && values.every(isShort);
      const isUnknown = values.every(({ kind }) => kind === 'unknown');
      const inserted = isTooMuch || isWord ? [textOf(unknown(expression))] : values.map(textOf);
      if (isUnknown) inserted.splice(1);
      texts = texts.flatMap(text => inserted.map(part => `${text}${part}${literal.text}`));
    }
    return texts.map(text => ({ kind: 'text', text }));
  }

  /** A text that is left out where something is unknown is shown as it is where it is known. */
  #conditional(
    { condition, whenTrue, whenFalse }: ts.ConditionalExpression,
    environment: Environment,
  ): Value[] {
    const values = [whenTrue, whenFalse].map(branch => this.evaluate(branch, environment));
    const telling = values.filter(value => !value.every(isEmptyText));
    const isAboutAbsence = /=== (undefined|null)$/.test(condition.getText());
    const isOmission = isAboutAbsence && !telling[0]?.some(isSentence);
    return (telling.length === 2 && isOmission ? telling.slice(1) : telling).flat();
  }

  #binary({ left, operatorToken, right }: ts.BinaryExpression, environment: Environment): Value[] {
    const lefts = this.evaluate(left, environment);
    const rights = this.evaluate(right, environment);
    if (operatorToken.kind !== ts.SyntaxKind.PlusToken)
      return lefts.every(({ kind }) => kind === 'unknown') && !rights.some(isSentence)
        ? lefts
        : [...lefts, ...rights];
    return lefts.flatMap(start =>
      rights.map(end => ({ kind: 'text' as const, text: `${textOf(start)}${textOf(end)}` })),
    );
  }

  #identifier(node: ts.Identifier, environment: Environment): Value[] {
    const known = environment.get(node.text);
    if (known !== undefined) return [...known];
    const local = findLocal(node);
    if (local === 'parameter') return [unknown(node)];
    if (local !== null) return this.evaluate(local, environment);
    const declaration = this.#declaration(node);
    if (declaration === undefined) return [unknown(node)];
    if (ts.isFunctionDeclaration(declaration)) return [{ kind: 'function', node: declaration }];
    return declaration.initializer === undefined ? [unknown(node)] : this.evaluate(declaration.initializer);
  }

  /** Of the same file, or the only one of its name. */
  #declaration(node: ts.Identifier): Declaration | undefined {
    const found = this.#sources.declarations.get(node.text) ?? [];
    return (
      found.find(item => item.getSourceFile() === node.getSourceFile()) ??
      (found.length === 1 ? found[0] : undefined)
    );
  }

  /** The fields of an object literal; one object for each that a spread in it may give. */
  objects(node: ts.ObjectLiteralExpression, environment: Environment): Array<Map<string, readonly Value[]>> {
    let objects = [new Map<string, readonly Value[]>()];
    for (const property of node.properties) {
      if (ts.isPropertyAssignment(property))
        for (const fields of objects)
          fields.set(property.name.getText(), this.evaluate(property.initializer, environment));
      else if (ts.isShorthandPropertyAssignment(property))
        for (const fields of objects)
          fields.set(property.name.text, this.evaluate(property.name, environment));
      else if (ts.isSpreadAssignment(property)) {
        const spread = this.evaluate(property.expression, environment).flatMap(value =>
          value.kind === 'object' ? [value.fields] : [],
        );
        if (spread.length > 0)
          objects = objects.flatMap(fields => spread.map(added => new Map([...fields, ...added])));
      }
    }
    return objects;
  }

  #property(node: ts.PropertyAccessExpression, environment: Environment): Value[] {
    const fields = this.evaluate(node.expression, environment).flatMap(value =>
      value.kind === 'object' ? (value.fields.get(node.name.text) ?? []) : [],
    );
    return fields.length > 0 ? fields : [unknown(node)];
  }

  #element(node: ts.ElementAccessExpression, environment: Environment): Value[] {
    const all = this.evaluate(node.expression, environment).flatMap(value =>
      value.kind === 'object' ? [...value.fields.values()].flat() : [],
    );
    return all.length > 0 ? all : [unknown(node)];
  }

  #call(node: ts.CallExpression, environment: Environment): Value[] {
    const { expression } = node;
    if (ts.isPropertyAccessExpression(expression))
      return this.#list(expression, node, environment) ?? [unknown(node)];
    const values = this.evaluate(expression, environment).flatMap(called =>
      called.kind === 'function'
        ? returnsOf(called.node).flatMap(result =>
            this.evaluate(result, this.bind(called.node, node, environment)),
          )
        : [],
    );
    return values.length > 0 && values.every(({ kind }) => kind !== 'unknown') ? values : [unknown(node)];
  }

  /** The texts that a list is made of: `[a, …].join('; ')`, `list.map(item => text).sort().join(', ')`. */
  #list(
    { expression, name }: ts.PropertyAccessExpression,
    call: ts.CallExpression,
    environment: Environment,
  ): Value[] | null {
    const [argument] = call.arguments;
    if (name.text === 'map' && argument !== undefined) {
      const made = this.evaluate(argument, environment).flatMap(value =>
        value.kind === 'function'
          ? returnsOf(value.node).flatMap(result => this.evaluate(result, environment))
          : [],
      );
      return made.length > 0 && made.every(({ kind }) => kind === 'text') ? made : null;
    }
    if (name.text !== 'join' && name.text !== 'sort') return null;
    const items = ts.isArrayLiteralExpression(expression) ? expression.elements : [expression];
    const known = items
      .filter(item => !ts.isSpreadElement(item))
      .map(item => this.evaluate(item, environment));
    const separator = argument !== undefined && ts.isStringLiteral(argument) ? argument.text : '';
    const texts = known.reduce<string[]>(
      (starts, ends) =>
        starts.flatMap(start => ends.map(end => (start === '' ? '' : start + separator) + textOf(end))),
      [''],
    );
    const isKnown = known.length > 0 && known.flat().every(({ kind }) => kind === 'text');
    return isKnown ? texts.map(text => ({ kind: 'text', text })) : null;
  }
}

/** What a name stands for within its functions: the initializer of a constant, or nothing that is known. */
function findLocal(node: ts.Identifier): ts.Expression | 'parameter' | null {
  for (let scope: ts.Node = node.parent; scope !== undefined; scope = scope.parent) {
    if (ts.isBlock(scope)) {
      for (const statement of scope.statements) {
        if (!ts.isVariableStatement(statement)) continue;
        for (const declaration of statement.declarationList.declarations) {
          if (ts.isIdentifier(declaration.name) && declaration.name.text === node.text)
            return declaration.initializer ?? 'parameter';
          if (!ts.isIdentifier(declaration.name) && bindsName(declaration.name, node.text))
            return 'parameter';
        }
      }
    }
    if (ts.isFunctionLike(scope) && scope.parameters.some(({ name }) => bindsName(name, node.text)))
      return 'parameter';
  }
  return null;
}

function bindsName(name: ts.BindingName, text: string): boolean {
  if (ts.isIdentifier(name)) return name.text === text;
  return name.elements.some(element => ts.isBindingElement(element) && bindsName(element.name, text));
}

function returnsOf({ body }: ts.FunctionDeclaration | ts.ArrowFunction): ts.Expression[] {
  if (body !== undefined && !ts.isBlock(body)) return [body];
  const found: ts.Expression[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isReturnStatement(node) && node.expression !== undefined) found.push(node.expression);
    if (!ts.isFunctionLike(node)) ts.forEachChild(node, look);
  };
  if (body !== undefined) look(body);
  return found;
}
