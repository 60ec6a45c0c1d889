import { ImageError } from './image-error.ts';

export interface ImageReference {
  /** registry host with port, for example `localhost:5000` */
  registry: string;
  /** for example `library/busybox` */
  repository: string;
  tag?: string;
  /** `sha256:…` */
  digest?: string;
}

const defaultRegistry = 'docker.io';
const repositoryPattern =
  /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;

/** Reads a reference as Docker does: `busybox` is `docker.io/library/busybox:latest`. */
export function parseImageReference(text: string): ImageReference {
  const [name = '', digest] = text.split('@', 2);
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const hasRegistry = first.includes('.') || first.includes(':') || first === 'localhost';
  const registry = hasRegistry ? first : defaultRegistry;
  const path = hasRegistry ? name.slice(slash + 1) : name;
  const colon = path.lastIndexOf(':');
  const tag = colon < 0 ? undefined : path.slice(colon + 1);
  const short = colon < 0 ? path : path.slice(0, colon);
  const repository = registry === defaultRegistry && !short.includes('/') ? `library/${short}` : short;
  const valid =
    repositoryPattern.test(repository) &&
    (tag === undefined || /^\w[\w.-]{0,127}$/.test(tag)) &&
    (digest === undefined || /^sha256:[0-9a-f]{64}$/.test(digest));
  if (!valid) {
    throw new ImageError('InvalidImageName', `couldn't parse image name "${text}": invalid reference format`);
  }
  return { registry, repository, tag: tag ?? (digest ? undefined : 'latest'), digest };
}

/** The full form: one text for every way to write the same image. */
export function formatImageReference(reference: ImageReference): string {
  const tag = reference.tag ? `:${reference.tag}` : '';
  const digest = reference.digest ? `@${reference.digest}` : '';
  return `${reference.registry}/${reference.repository}${tag}${digest}`;
}

/** The form people write: without Docker Hub's name. */
export function formatFamiliarReference(reference: ImageReference): string {
  const full = formatImageReference(reference);
  const hub = `${defaultRegistry}/`;
  if (!full.startsWith(hub)) return full;
  const short = full.slice(hub.length);
  return short.startsWith('library/') ? short.slice('library/'.length) : short;
}

export function normalizeImageReference(text: string): string {
  return formatImageReference(parseImageReference(text));
}
