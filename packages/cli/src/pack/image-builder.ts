import { rename, rm } from 'node:fs/promises';
import { CliError } from '../errors.ts';
import { runBuilder } from './builder-command.ts';

export const builderNames = ['docker', 'podman', 'buildah'] as const;
export type BuilderName = (typeof builderNames)[number];

/** A program of the machine that builds images from a Dockerfile. */
export interface ImageBuilder {
  name: BuilderName;
  /** Errors: IMAGE_BUILD_FAILED with the last lines the program printed. */
  build(options: BuildOptions): Promise<void>;
  /** Writes an archive as `docker save` does: `docker load`, `podman load` and containerd read it. */
  save(options: { tag: string; archive: string }): Promise<void>;
  /** Forgets a name; the image goes with its last one. */
  remove(tag: string): Promise<void>;
}

export interface BuildOptions {
  /** folder that COPY reads from */
  context: string;
  dockerfile: string;
  tags: string[];
  buildArguments?: Record<string, string>;
  /** Neither uses layers of earlier builds nor keeps its own for later ones. */
  noCache?: boolean;
  /** Time of all files and of the image, so that the same input gives the same image; docker takes none. */
  timestampSeconds?: number;
  /** images whose layers may be used */
  cacheFrom?: string[];
  onOutput?(line: string): void;
  signal?: AbortSignal;
}

/** The wanted builder, or the first one that works. Errors: IMAGE_BUILDER_MISSING. */
export async function findImageBuilder(wanted?: BuilderName): Promise<ImageBuilder> {
  for (const name of wanted === undefined ? builderNames : [wanted]) {
    if (await works(name)) return makeBuilder(name);
  }
  const what =
    wanted === undefined ? 'None of docker, podman and buildah can be used' : `${wanted} cannot be used`;
  throw new CliError(
    'IMAGE_BUILDER_MISSING',
    `${what} here. Install one, or start the Docker daemon, and try again`,
  );
}

/**
 * The name an image has for Kubernetes: docker completes a name without a registry in the same way,
 * podman and buildah would take `localhost`.
 */
export function completeReference(tag: string): string {
  const [first = '', ...rest] = tag.split('/');
  if (rest.length === 0) return `docker.io/library/${tag}`;
  return /[.:]|^localhost$/.test(first) ? tag : `docker.io/${tag}`;
}

async function works(name: BuilderName): Promise<boolean> {
  try {
    // The docker client is often there without a daemon; `version` asks the daemon.
    await runBuilder({ program: name, args: ['version'] });
    return true;
  } catch {
    return false;
  }
}

function makeBuilder(name: BuilderName): ImageBuilder {
  const reference = (tag: string) => (name === 'docker' ? tag : completeReference(tag));
  return {
    name,
    async build({ onOutput, signal, ...options }) {
      await runBuilder({ program: name, args: buildArguments(name, options), onOutput, signal });
    },
    async save({ tag, archive }) {
      // podman refuses a file that exists, and what was interrupted must not pass for an archive.
      const draft = `${archive}.partial`;
      try {
        await rm(draft, { force: true });
        const args =
          name === 'buildah'
            ? ['push', reference(tag), `docker-archive:${draft}:${reference(tag)}`]
            : ['save', '--output', draft, reference(tag)];
        await runBuilder({ program: name, args });
        await rename(draft, archive);
      } finally {
        await rm(draft, { force: true });
      }
    },
    async remove(tag) {
      await runBuilder({ program: name, args: ['rmi', reference(tag)] });
    },
  };
}

function buildArguments(name: BuilderName, options: Omit<BuildOptions, 'onOutput' | 'signal'>): string[] {
  const { context, dockerfile, tags, buildArguments = {}, noCache = false, cacheFrom = [] } = options;
  const { timestampSeconds } = options;
  const isDocker = name === 'docker';
  // The other format has a random number in it.
  const time =
    timestampSeconds === undefined
      ? ['--format', 'docker']
      : ['--format', 'oci', '--timestamp', String(timestampSeconds)];
  return [
    'build',
    ...(isDocker ? [] : [...time, `--layers=${!noCache}`]),
    // Containers of a build that fails go too: docker and buildah keep them otherwise.
    '--force-rm',
    '--file',
    dockerfile,
    ...tags.flatMap(tag => ['--tag', isDocker ? tag : completeReference(tag)]),
    ...Object.entries(buildArguments).flatMap(([key, value]) => ['--build-arg', `${key}=${value}`]),
    ...cacheFrom.flatMap(image => ['--cache-from', isDocker ? image : completeReference(image)]),
    ...(noCache ? ['--no-cache'] : []),
    context,
  ];
}
