import { CliError } from '../errors.ts';
import { runGit } from '../git.ts';

export interface NamingOptions {
  name: string;
  folder: string;
  tags: string[];
  version: string | undefined;
  suffix: string | undefined;
  onWarning(text: string): void;
}

export interface Naming {
  tags: string[];
  /** What VERSION says; undefined where only the tag is known. */
  version: string | undefined;
}

/** The tags given, else NAME:VERSION[-SUFFIX]. Errors: VERSION_UNKNOWN. */
export function chooseNaming(options: NamingOptions): Naming {
  const { name, folder, tags, suffix, onWarning } = options;
  const description = describeByGit(folder);
  if (tags.length > 0) {
    const isVersion = description !== undefined && describedVersion.test(description);
    return { tags, version: isVersion ? normalizeVersion(description) : undefined };
  }
  const version = options.version ?? (description === undefined ? undefined : normalizeVersion(description));
  if (version === undefined) {
    throw new CliError(
      'VERSION_UNKNOWN',
      `The version of ${folder} is not known: it has no git tag. ` +
        'Tag a commit (git tag 0.1.0), or pass --version or --tag',
    );
  }
  if (options.version === undefined && hasChanges(folder))
    onWarning(`${folder} has changes that are not committed: version ${version} does not tell`);
  return { tags: [`${name}:${version}${suffix === undefined ? '' : `-${suffix}`}`], version };
}

const describedVersion = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?-(\d+)-g[0-9a-f]+$/;

/** Version by git, as cartridge-cli since 2.12 writes it: 0.1.0-3-g68f6117 is 0.1.0.3. */
export function normalizeVersion(description: string): string {
  const match = describedVersion.exec(description);
  if (match !== null) {
    const [, major, minor = '0', patch = '0', commits] = match;
    return `${major}.${minor}.${patch}.${commits}`;
  }
  const tag = description.replace(/-\d+-g[0-9a-f]+$/, '');
  throw new CliError(
    'VERSION_UNKNOWN',
    `Git tag "${tag}" is not a version X, X.Y or X.Y.Z. Pass --version or --tag`,
  );
}

function describeByGit(folder: string): string | undefined {
  return askGit(folder, ['describe', '--tags', '--long']);
}

function hasChanges(folder: string): boolean {
  return askGit(folder, ['status', '--porcelain', '--', '.']) !== '';
}

function askGit(folder: string, args: string[]): string | undefined {
  try {
    return runGit(folder, ...args).trim();
  } catch {
    return undefined;
  }
}
