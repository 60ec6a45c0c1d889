import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { CliError } from '../errors.ts';
import { initializeRepository } from './initialize-repository.ts';
import { resolveTemplateFolder, writeTemplate } from './template.ts';

export interface CreateApplication {
  name: string;
  /** The application goes into a new folder of its name in here. */
  parentFolder: string;
  template: { folder: string | undefined; name: string | undefined };
  onStep(text: string): void;
  onWarning(text: string): void;
  onFile(file: string): void;
}

/** Makes the application's folder from a template and puts it under git. */
export function createApplication(options: CreateApplication): void {
  const { name, onStep, onWarning } = options;
  checkName(name);
  const templateFolder = resolveTemplateFolder(options.template);
  const folder = path.resolve(options.parentFolder, name);
  if (existsSync(folder)) {
    throw new CliError('PROJECT_EXISTS', `${folder} exists already. Choose another name or move it away`);
  }

  onStep(`Create application ${name}`);
  onStep('Generate application files');
  try {
    mkdirSync(folder, { recursive: true });
    writeTemplate({ templateFolder, folder, name, onFile: options.onFile });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  onStep('Initialize application git repository');
  const problem = initializeRepository(folder);
  if (problem !== undefined) onWarning(`The application is not under git: ${problem}`);
  onStep(`Application "${name}" created successfully`);
}

function checkName(name: string): void {
  if (/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(name)) return;
  throw new CliError(
    'INVALID_ARGUMENT',
    `"${name}" cannot name an application. Use letters, digits, "-" and "_", and start with a letter or digit`,
  );
}
