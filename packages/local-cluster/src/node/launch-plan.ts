import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import type { Container, EnvVar } from 'kubernetes-types/core/v1';
import type { UnpackedImage } from '../images/image-store.ts';
import { type PathRule, sortRules, toHostPath } from '../shim/path-rules.ts';
import { parentPipeVariable, type ShimSettings, settingsVariable } from '../shim/shim-settings.ts';
import { coverageFolder, hostSearchPath } from './config.ts';
import { ContainerConfigError } from './container-config-error.ts';
import { terminationLog } from './describe-exit.ts';
import { expandVariables } from './expand-variables.ts';
import { findHostProgram, type HostProgram, type Runtimes } from './host-program.ts';

/** Everything a process of a container needs, for its main process as for exec. */
export interface ContainerView {
  environment: Map<string, string>;
  workingFolder: string;
  rules: PathRule[];
  runtimes: Runtimes;
  shimFile: string;
}

export interface HostCommand {
  command: string;
  args: string[];
  environment: Record<string, string>;
  workingFolder: string;
  isNode: boolean;
}

const defaultSearchPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** Folders every container has for itself, even where its image does not name them. */
const privateFolders = ['/tmp', '/run', '/var/run', '/var/lib', '/var/log', '/var/tmp'];

/** Builds a container's view of the host and writes what the preload of Node processes reads. */
export function buildContainerView(options: {
  container: Container;
  image: UnpackedImage;
  environment: Map<string, string>;
  mounts: PathRule[];
  /** host folder of this container */
  folder: string;
  runtimes: Runtimes;
  shimFile: string;
  settings: Omit<ShimSettings, 'rules'>;
}): ContainerView {
  const { container, image, environment, mounts, folder, runtimes, shimFile, settings } = options;
  const own = privateFolders.map(path => ({ from: path, to: join(folder, 'root', path) }));
  for (const rule of own) mkdirSync(rule.to, { recursive: true });
  const terminationPath = container.terminationMessagePath ?? '/dev/termination-log';
  const layers = image.ownedPaths.map(path => ({ from: path, to: join(image.rootfs, path) }));
  const rules = sortRules([
    ...own,
    ...layers,
    ...mounts,
    { from: terminationPath, to: terminationLog(folder) },
  ]);
  const settingsFile = join(folder, 'pod.json');
  writeFileSync(settingsFile, JSON.stringify({ ...settings, rules } satisfies ShimSettings), { mode: 0o600 });
  environment.set(settingsVariable, settingsFile);
  environment.set('TMPDIR', join(folder, 'root', 'tmp'));
  if (!environment.has('PATH')) environment.set('PATH', defaultSearchPath);
  const workingFolder = findWorkingFolder({ container, image, rules, folder });
  return { environment, workingFolder, rules, runtimes, shimFile };
}

/** The image's and the pod's own words on what to run: `command` replaces the entry point and drops its arguments. */
export function commandOf(
  container: Container,
  image: UnpackedImage,
  values: ReadonlyMap<string, string>,
): string[] {
  const config = image.config.config ?? {};
  const expand = (texts: string[] = []): string[] => texts.map(text => expandVariables(text, values));
  const command = container.command?.length ? expand(container.command) : (config.Entrypoint ?? []);
  const defaultArgs = container.command?.length ? [] : (config.Cmd ?? []);
  const all = [...command, ...(container.args?.length ? expand(container.args) : defaultArgs)];
  if (all.length === 0) throw new ContainerConfigError('no command specified');
  return all;
}

/** Translates a container's command to one for the host; undefined when there is no such program. */
export function planLaunch(view: ContainerView, command: string[]): HostCommand | undefined {
  const [program = '', ...args] = command;
  const searchPath = view.environment.get('PATH') ?? defaultSearchPath;
  const found = findHostProgram({ program, rules: view.rules, runtimes: view.runtimes, searchPath });
  if (!found) return undefined;
  return {
    command: found.command,
    args: [...found.prefix, ...translateArguments(found, args, view.rules)],
    environment: hostEnvironment(view, found),
    workingFolder: view.workingFolder,
    isNode: found.isNode,
  };
}

/** The plan for a command that another program starts, such as `script`, which does not pass descriptor 3 on. */
export function withoutParentPipe(plan: HostCommand): HostCommand {
  const { [parentPipeVariable]: _, ...environment } = plan.environment;
  return { ...plan, environment, isNode: false };
}

/**
 * A Node process sees the pod's files through its preload, except the script Node itself loads;
 * any other program gets all paths translated.
 */
function translateArguments(program: HostProgram, args: string[], rules: readonly PathRule[]): string[] {
  const translate = (arg: string): string => (posix.isAbsolute(arg) ? (toHostPath(rules, arg) ?? arg) : arg);
  if (!program.isNode) return [...args.map(translate), ...archiveNames(program, args, rules)];
  const script = args.findIndex(arg => !arg.startsWith('-'));
  return args.map((arg, index) => (index === script ? translate(arg) : arg));
}

/** `kubectl cp` runs tar, and expects the container's paths in the archive (GNU tar; others have no such option). */
function archiveNames(program: HostProgram, args: string[], rules: readonly PathRule[]): string[] {
  if (posix.basename(program.command) !== 'tar') return [];
  return args.flatMap(arg => {
    const path = posix.isAbsolute(arg) ? toHostPath(rules, arg) : undefined;
    if (!path) return [];
    const pattern = path.slice(1).replace(/[\\.*^$[\],]/g, '\\$&');
    return [`--transform=s,^/*${pattern},${arg.slice(1).replace(/[\\&,]/g, '\\$&')},`];
  });
}

function hostEnvironment(view: ContainerView, program: HostProgram): Record<string, string> {
  const environment = Object.fromEntries(view.environment);
  const preload = `--require ${JSON.stringify(view.shimFile)}`;
  const given = environment.NODE_OPTIONS;
  environment.NODE_OPTIONS = given ? `${preload} ${given}` : preload;
  if (coverageFolder !== undefined) environment.NODE_V8_COVERAGE ??= coverageFolder;
  if (program.isNode) environment[parentPipeVariable] = '1';
  else environment.PATH = `${dirname(process.execPath)}:${hostSearchPath}`;
  return environment;
}

function findWorkingFolder(options: {
  container: Container;
  image: UnpackedImage;
  rules: PathRule[];
  folder: string;
}): string {
  const { container, image, rules, folder } = options;
  const wanted = container.workingDir || image.config.config?.WorkingDir || '/';
  const found = wanted === '/' ? undefined : toHostPath(rules, wanted);
  const path = found ?? join(folder, 'root', wanted);
  mkdirSync(path, { recursive: true });
  return path;
}

/** The image's variables; a pod's own come on top. */
export function imageEnvironment(image: UnpackedImage): EnvVar[] {
  return (image.config.config?.Env ?? []).map(text => {
    const at = text.indexOf('=');
    return at < 0 ? { name: text, value: '' } : { name: text.slice(0, at), value: text.slice(at + 1) };
  });
}
