import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CliError } from '../errors.ts';
import { projectPath } from '../project-folder.ts';

const builtInTemplates = ['cartridge'];

export function resolveTemplateFolder(template: {
  folder: string | undefined;
  name: string | undefined;
}): string {
  const { folder, name = 'cartridge' } = template;
  if (folder !== undefined && template.name !== undefined) {
    throw new CliError('INVALID_ARGUMENT', 'Pass either --from or --template, not both');
  }
  if (folder !== undefined) {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return path.resolve(folder);
    throw new CliError('TEMPLATE_INVALID', `There is no template folder ${folder}. Check --from`);
  }
  if (builtInTemplates.includes(name)) return projectPath('packages/cli/templates', name);
  throw new CliError(
    'TEMPLATE_INVALID',
    `There is no template "${name}". Built in: ${builtInTemplates.join(', ')}; or pass a folder with --from`,
  );
}

/** Copies the template; `{{ .Name }}` and its like are filled in, in contents and in file names. */
export function writeTemplate(options: {
  templateFolder: string;
  folder: string;
  name: string;
  onFile(file: string): void;
}): void {
  const { templateFolder, folder, name } = options;
  for (const entry of readdirSync(templateFolder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const source = path.join(entry.parentPath, entry.name);
    const relative = path.relative(templateFolder, source);
    const target = path.join(folder, fillIn({ text: relative, name, place: `name of ${source}` }));
    options.onFile(path.relative(folder, target));
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, fillIn({ text: readFileSync(source, 'utf8'), name, place: source }));
    chmodSync(target, isExecutable(source) ? 0o755 : 0o644);
  }
}

function fillIn(options: { text: string; name: string; place: string }): string {
  const { text, name, place } = options;
  const values: Record<string, string> = {
    '.Name': name,
    '.Name | ToLower': name.toLowerCase(),
    '.StateboardName': `${name}-stateboard`,
    // npm leaves files of this name out of a package.
    '.GitIgnore': '.gitignore',
  };
  return text.replace(/\{\{\s*(.*?)\s*\}\}/g, (placeholder, expression: string) => {
    const value = values[expression];
    if (value !== undefined) return value;
    throw new CliError(
      'TEMPLATE_INVALID',
      `Unknown placeholder ${placeholder} in the ${place}. Known: ${Object.keys(values).join(', ')}`,
    );
  });
}

function isExecutable(file: string): boolean {
  return (statSync(file).mode & 0o100) !== 0;
}
