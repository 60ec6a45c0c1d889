import { execFileSync } from 'node:child_process';
import { CliError } from '../errors.ts';

export interface TagChoice {
  name: string;
  folder: string;
  tags: string[];
  version: string | undefined;
  suffix: string | undefined;
}

/** The tags given, else NAME:VERSION[-SUFFIX]. */
export function chooseTags(choice: TagChoice): string[] {
  if (choice.tags.length > 0) return choice.tags;
  const version = choice.version ?? describeVersion(choice.folder);
  if (version === undefined) {
    throw new CliError(
      'VERSION_UNKNOWN',
      `The version of ${choice.folder} is not known: it has no git tag. ` +
        'Tag a commit (git tag 0.1.0), or pass --version or --tag',
    );
  }
  return [`${choice.name}:${version}${choice.suffix === undefined ? '' : `-${choice.suffix}`}`];
}

/** Version by git, as cartridge-cli since 2.12 writes it: 0.1.0-3-g68f6117 is 0.1.0.3. */
export function describeVersion(folder: string): string | undefined {
  const description = describeByGit(folder);
  return description === undefined ? undefined : normalizeVersion(description);
}

export function normalizeVersion(description: string): string {
  const match = /^v?(\d+(?:\.\d+){0,2})-(\d+)-g[0-9a-f]+$/.exec(description);
  if (match !== null) return `${match[1]}.${match[2]}`;
  const tag = description.replace(/-\d+-g[0-9a-f]+$/, '');
  throw new CliError(
    'VERSION_UNKNOWN',
    `Git tag "${tag}" is not a version X, X.Y or X.Y.Z. Pass --version or --tag`,
  );
}

function describeByGit(folder: string): string | undefined {
  try {
    return execFileSync('git', ['describe', '--tags', '--long'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
}
