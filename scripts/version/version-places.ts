/** Scope of the packages of this project, which depend on each other by the same version. */
const scope = '@cartridge-on-kubernetes/';

interface Place {
  /** in which files */
  files: RegExp;
  /** what stands around the version there, with `VERSION` for it */
  around: string[];
}

/** All places that name the version of this project. Those of applications in examples and tests look alike. */
const places: Place[] = [
  { files: /(^|\/)package\.json$/, around: ['^  "version": "VERSION"', `"${scope}[a-z-]+": "VERSION"`] },
  { files: /^charts\/[^/]+\/Chart\.yaml$/, around: ['^version: VERSION$', '^appVersion: "VERSION"$'] },
  {
    files: /^(charts\/[^/]+\/|examples\/offline\/\w*)values\.yaml$|^docs\/how-to\/install-offline\.md$/,
    around: ['^ +tag: "VERSION"$'],
  },
  { files: /^charts\/[^/]+\/README\.md$/, around: ['image\\.tag` \\| `"VERSION"`'] },
  {
    files: /\.(md|yaml)$/,
    around: [
      'tarantool/tarantool-operator .*--version VERSION\\b',
      'tarantool-operator:VERSION',
      '(tarantool-operator|tarantool-operator-bundle|cartridge|cartridge-on-kubernetes-cli)-VERSION\\.t(ar|gz)',
      'app\\.kubernetes\\.io/version: "VERSION"',
    ],
  },
  {
    files: /^packages\/local-cluster\/src\/node\/node-registration\.ts$/,
    around: ["'process://VERSION'"],
  },
];

/** History: it tells of the versions of then. */
const history = /^CHANGELOG\.md$|^docs\/decisions\//;

export interface VersionChange {
  from: string;
  to: string;
}

/** The content of a file with the other version in all its places. */
export function replaceVersion(path: string, content: string, change: VersionChange): string {
  if (history.test(path)) return content;
  if (path === 'package-lock.json') return replaceInLockFile(content, change.to);
  const around = places.filter(({ files }) => files.test(path)).flatMap(place => place.around);
  return around.reduce((text, pattern) => replaceAround(text, pattern, change), content);
}

function replaceAround(text: string, around: string, { from, to }: VersionChange): string {
  const [before = '', after = ''] = around.split('VERSION');
  const literal = from.replaceAll('.', '\\.');
  // 0.1.0 is another version than 0.1.0-rc.1 and 0.1.0.7.
  const end = '(?![-+\\w]|\\.\\d)';
  return text.replace(new RegExp(`(?<=${before})${literal}${end}(?=${after})`, 'gm'), to);
}

/** By its structure: packages of others may have the same version. Formatted as npm does. */
function replaceInLockFile(content: string, to: string): string {
  const lock = JSON.parse(content) as { version: string; packages: Record<string, LockedPackage> };
  lock.version = to;
  for (const [path, locked] of Object.entries(lock.packages)) {
    if (path.includes('node_modules/')) continue;
    locked.version = to;
    for (const dependencies of [locked.dependencies ?? {}, locked.devDependencies ?? {}])
      for (const name of Object.keys(dependencies)) if (name.startsWith(scope)) dependencies[name] = to;
  }
  return `${JSON.stringify(lock, undefined, 2)}\n`;
}

interface LockedPackage {
  version: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** What `cartridge version` prints. */
export function replaceCommandVersion(path: string, content: string, version: string | undefined): string {
  if (version === undefined || path !== 'packages/cli/src/commands/version.ts') return content;
  return content.replace(/(?<=^const version = ')[^']+/m, version);
}
