import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type BuildOptions, completeReference, type ImageBuilder } from './image-builder.ts';

/** Images from which other images copy files; made for one packing and removed after it. */
export class TemporaryImages implements AsyncDisposable {
  readonly #builder: ImageBuilder;
  readonly #folder: string;
  readonly #name = `cartridge-pack-${randomBytes(6).toString('hex')}`;
  readonly #tags: string[] = [];

  /** The folder takes the Dockerfiles. */
  constructor(builder: ImageBuilder, folder: string) {
    this.#builder = builder;
    this.#folder = folder;
  }

  /** Gives the name for FROM and COPY --from. */
  async build(
    part: string,
    { lines, ...options }: Omit<BuildOptions, 'dockerfile' | 'tags'> & { lines: string[] },
  ): Promise<string> {
    const dockerfile = path.join(this.#folder, `Dockerfile.${part}`);
    writeFileSync(dockerfile, `${lines.join('\n')}\n`);
    const tag = `${this.#name}:${part}`;
    await this.#builder.build({ ...options, dockerfile, tags: [tag] });
    this.#tags.push(tag);
    return completeReference(tag);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const tag of this.#tags.splice(0)) await this.#builder.remove(tag);
  }
}
