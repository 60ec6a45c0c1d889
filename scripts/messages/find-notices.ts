import ts from 'typescript';
import { type Environment, Evaluator, NO_PARAMETERS } from './evaluate.ts';
import { type Sources, visit } from './sources.ts';
import type { Value } from './value.ts';

/** A message of an event, a problem or a condition. */
interface FoundNotice {
  reason: string;
  message: string;
  /** empty for a condition, and for an event that needs none */
  cure: string;
  kind: 'condition' | 'notice';
}

/** Why an action is carried out whose success an event reports. */
interface FoundAction {
  event: string;
  why: string;
}

type Fields = ReadonlyMap<string, readonly Value[]>;

/** Every object with a reason and a message: each combination of its texts. */
export function findNotices(sources: Sources): FoundNotice[] {
  const found = objectsWith(sources, ['reason', 'message']).flatMap(fields => {
    const cures = textsOf(fields, 'cure');
    const kind: FoundNotice['kind'] = fields.has('status') ? 'condition' : 'notice';
    return textsOf(fields, 'reason').flatMap(reason =>
      textsOf(fields, 'message').map(message => ({ reason, message, cure: cures.join(' Or: '), kind })),
    );
  });
  return distinct(found);
}

/** Every action with an event. */
export function findActions(sources: Sources): FoundAction[] {
  const found = objectsWith(sources, ['event', 'reason', 'about', 'key']).flatMap(fields =>
    textsOf(fields, 'event').flatMap(event => textsOf(fields, 'reason').map(why => ({ event, why }))),
  );
  return distinct(found);
}

/** An object that only passes on what another one says has none of these itself. */
const TEXTS: ReadonlySet<string> = new Set(['reason', 'message', 'cure']);

/** The fields of all object literals that have these fields; where parameters are needed, once for each call. */
function objectsWith(sources: Sources, names: readonly string[]): Fields[] {
  const evaluator = new Evaluator(sources);
  const found: Fields[] = [];
  for (const file of sources.files)
    visit(file, node => {
      if (!ts.isObjectLiteralExpression(node)) return;
      if (!node.properties.some(({ name }) => TEXTS.has(name?.getText() ?? ''))) return;
      for (const environment of environmentsOf({ sources, evaluator, node, depth: 2 }))
        for (const fields of evaluator.objects(node, environment))
          if (names.every(name => fields.has(name))) found.push(fields);
    });
  return found;
}

interface Place {
  sources: Sources;
  evaluator: Evaluator;
  node: ts.Node;
  depth: number;
}

/** What the parameters of the function around a node are in its calls; one without any for other functions. */
function environmentsOf(place: Place): Environment[] {
  const { sources, evaluator, node, depth } = place;
  const around = ts.findAncestor(node, ts.isFunctionDeclaration);
  const calls = around?.name === undefined || depth === 0 ? [] : (sources.calls.get(around.name.text) ?? []);
  if (around === undefined || calls.length === 0) return [NO_PARAMETERS];
  return calls.flatMap(call =>
    environmentsOf({ ...place, node: call, depth: depth - 1 }).flatMap(outer =>
      pairArguments(evaluator, call, outer).map(paired => {
        const bound = evaluator.bind(around, call, outer);
        return new Map([...bound, ...renamed(around, call, paired)]);
      }),
    ),
  );
}

/** `f(x.message, x.cure)`: where x may be several objects, the fields of each belong together. */
function pairArguments(evaluator: Evaluator, call: ts.CallExpression, outer: Environment): Fields[] {
  const accesses = call.arguments.filter(ts.isPropertyAccessExpression);
  const [first] = accesses;
  if (first === undefined || accesses.length < 2) return [NO_PARAMETERS];
  const objects = evaluator
    .evaluate(first.expression, outer)
    .flatMap(value => (value.kind === 'object' ? [value.fields] : []));
  return objects.length === 0 ? [NO_PARAMETERS] : objects;
}

/** The fields of an object by the names of the parameters that they are passed as. */
function renamed(
  { parameters }: ts.FunctionDeclaration,
  call: ts.CallExpression,
  fields: Fields,
): Environment {
  const pairs = call.arguments.flatMap((argument, index) => {
    const parameter = parameters[index]?.name;
    const values = ts.isPropertyAccessExpression(argument) ? fields.get(argument.name.text) : undefined;
    return parameter === undefined || values === undefined ? [] : [[parameter.getText(), values] as const];
  });
  return new Map(pairs);
}

function textsOf(fields: Fields, name: string): string[] {
  return (fields.get(name) ?? []).flatMap(value =>
    value.kind === 'text' && value.text !== '' ? [value.text] : [],
  );
}

function distinct<Item>(items: readonly Item[]): Item[] {
  return [...new Map(items.map(item => [JSON.stringify(item), item])).values()];
}
