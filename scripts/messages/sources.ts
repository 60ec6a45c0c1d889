import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** Parsed sources of some packages, without tests, with the functions and constants by name. */
export interface Sources {
  files: readonly ts.SourceFile[];
  /** of the top level of all files: names are unique within these packages but for helpers of one file */
  declarations: ReadonlyMap<string, readonly Declaration[]>;
  /** by the name of the called function */
  calls: ReadonlyMap<string, readonly ts.CallExpression[]>;
}

export type Declaration = ts.FunctionDeclaration | ts.VariableDeclaration;

/** Parses `src` of the packages, relative to the root of the repository. */
export function readSources(root: string, packages: readonly string[]): Sources {
  const files = packages.flatMap(name => parseFolder(join(root, 'packages', name, 'src')));
  const declarations = new Map<string, Declaration[]>();
  const calls = new Map<string, ts.CallExpression[]>();
  for (const file of files) {
    for (const declaration of topLevel(file))
      add(declarations, declaration.name?.getText() ?? '', declaration);
    visit(file, node => {
      if (ts.isCallExpression(node) && ts.isIdentifier(node.expression))
        add(calls, node.expression.text, node);
    });
  }
  return { files, declarations, calls };
}

/** Calls `see` for a node and everything in it, in the order of the text. */
export function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, child => visit(child, see));
}

function parseFolder(folder: string): ts.SourceFile[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const isSource = (name: string) =>
    name.endsWith('.ts') && !name.includes('.test') && !name.includes('testing');
  return names.filter(isSource).map(name => {
    const path = join(folder, name);
    return ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ESNext, true);
  });
}

function topLevel(file: ts.SourceFile): Declaration[] {
  return file.statements.flatMap((statement): readonly Declaration[] => {
    if (ts.isFunctionDeclaration(statement)) return [statement];
    return ts.isVariableStatement(statement) ? statement.declarationList.declarations : [];
  });
}

function add<Item>(map: Map<string, Item[]>, key: string, item: Item): void {
  const group = map.get(key);
  if (group === undefined) map.set(key, [item]);
  else group.push(item);
}
