import { spawn } from 'node:child_process';
import { CliError } from '../errors.ts';

export const builderNames = ['docker', 'podman', 'buildah'] as const;
export type BuilderName = (typeof builderNames)[number];

/** A program of the machine that builds images from a Dockerfile. */
export interface ImageBuilder {
  name: BuilderName;
  /** Errors: IMAGE_BUILD_FAILED with the last lines the program printed. */
  build(options: BuildOptions): Promise<void>;
  /** Writes an archive as `docker save` does: `docker load`, `podman load` and containerd read it. */
  save(options: { tag: string; archive: string }): Promise<void>;
}

interface BuildOptions {
  /** folder that COPY reads from */
  context: string;
  dockerfile: string;
  tags: string[];
  buildArguments?: Record<string, string>;
  noCache?: boolean;
  onOutput?(line: string): void;
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
    await run(name, ['version']);
    return true;
  } catch {
    return false;
  }
}

function makeBuilder(name: BuilderName): ImageBuilder {
  return {
    name,
    async build({ context, dockerfile, tags, buildArguments = {}, noCache = false, onOutput }) {
      const args = [
        'build',
        ...(name === 'docker' ? [] : ['--format', 'docker']),
        '--file',
        dockerfile,
        ...tags.flatMap(tag => ['--tag', name === 'docker' ? tag : completeReference(tag)]),
        ...Object.entries(buildArguments).flatMap(([key, value]) => ['--build-arg', `${key}=${value}`]),
        ...(noCache ? ['--no-cache'] : []),
        context,
      ];
      await run(name, args, onOutput);
    },
    async save({ tag, archive }) {
      const reference = completeReference(tag);
      if (name === 'buildah') await run(name, ['push', reference, `docker-archive:${archive}:${reference}`]);
      else await run(name, ['save', '--output', archive, name === 'docker' ? tag : reference]);
    },
  };
}

function run(program: string, args: string[], onOutput?: (line: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const output: string[] = [];
    const read = (chunk: Buffer) => {
      const lines = chunk.toString().trimEnd().split('\n');
      output.push(...lines);
      for (const line of lines) onOutput?.(line);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('error', reject);
    child.on('close', code => {
      if (code === 0) return resolve();
      const last = output.slice(-10).join('\n');
      reject(
        new CliError('IMAGE_BUILD_FAILED', `${program} ${args[0]} failed with exit code ${code}:\n${last}`),
      );
    });
  });
}
