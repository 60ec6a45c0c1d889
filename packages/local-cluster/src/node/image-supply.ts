import type { Container } from 'kubernetes-types/core/v1';
import { ImageError } from '../images/image-error.ts';
import { parseImageReference } from '../images/image-reference.ts';
import type { UnpackedImage } from '../images/image-store.ts';
import type { RegistryCredentials } from '../images/registry-session.ts';
import type { NodeContext } from './node-context.ts';
import { formatDelay, RestartBackoff } from './restart-backoff.ts';

interface ImageTrouble {
  reason:
    | 'ErrImagePull'
    | 'ImagePullBackOff'
    | 'ErrImageNeverPull'
    | 'InvalidImageName'
    | 'ImageInspectError';
  message: string;
}

export interface ImageSupplyEvents {
  record(event: { type: 'Normal' | 'Warning'; reason: string; message: string }): void;
  /** the container waits for its image */
  onTrouble(trouble: ImageTrouble): void;
  /** resolves after the time, or earlier when the runner is woken to try again */
  wait(milliseconds: number): Promise<void>;
  isStopped(): boolean;
}

/** Gets a container's image, from the store or a registry, with kubelet's events and back-off. Undefined: stopped. */
export async function obtainImage(
  context: NodeContext,
  request: { container: Container; credentials: () => RegistryCredentials[] },
  events: ImageSupplyEvents,
): Promise<UnpackedImage | undefined> {
  const { container, credentials } = request;
  const image = container.image ?? '';
  const backoff = new RestartBackoff();
  backoff.nextDelay({ now: performance.now(), ranMilliseconds: 0 });
  while (!events.isStopped()) {
    const trouble = await supplyOnce({ context, container, credentials: credentials(), events });
    if (!trouble) {
      try {
        return await context.images.unpack(image);
      } catch (error) {
        const message = `Failed to inspect image "${image}": ${(error as Error).message}`;
        events.record({ type: 'Warning', reason: 'Failed', message });
        events.onTrouble({ reason: 'ImageInspectError', message });
      }
    } else {
      events.record({ type: 'Warning', reason: 'Failed', message: trouble.message });
      events.record({ type: 'Warning', reason: 'Failed', message: `Error: ${trouble.reason}` });
      events.onTrouble(trouble);
    }
    const delay = backoff.nextDelay({ now: performance.now(), ranMilliseconds: 0 });
    if (trouble?.reason === 'ErrImagePull') {
      await events.wait(1000);
      if (events.isStopped() || (await context.images.has(image))) continue;
      const message = `Back-off pulling image "${image}"`;
      events.record({ type: 'Normal', reason: 'BackOff', message });
      events.record({ type: 'Warning', reason: 'Failed', message: 'Error: ImagePullBackOff' });
      events.onTrouble({
        reason: 'ImagePullBackOff',
        message: `${message}: ErrImagePull: ${trouble.message} (next attempt in ${formatDelay(delay)})`,
      });
    }
    await events.wait(delay);
  }
  return undefined;
}

async function supplyOnce(options: {
  context: NodeContext;
  container: Container;
  credentials: RegistryCredentials[];
  events: ImageSupplyEvents;
}): Promise<ImageTrouble | undefined> {
  const { context, container, credentials, events } = options;
  const image = container.image ?? '';
  const present = await isPresent(context, image);
  if (typeof present === 'object') return present;
  const refreshes = container.imagePullPolicy === 'Always' && isOnThisMachine(image);
  if (present && !refreshes) {
    const message = `Container image "${image}" already present on machine`;
    events.record({ type: 'Normal', reason: 'Pulled', message });
    return undefined;
  }
  if (container.imagePullPolicy === 'Never') {
    const message = `Container image "${image}" is not present with pull policy of Never; ${advice(context, image)}`;
    return { reason: 'ErrImageNeverPull', message };
  }
  events.record({ type: 'Normal', reason: 'Pulling', message: `Pulling image "${image}"` });
  const start = performance.now();
  try {
    await context.images.pull(image, credentials);
  } catch (error) {
    if (present) return undefined;
    const message = `Failed to pull image "${image}": ${(error as Error).message}; ${advice(context, image)}`;
    return { reason: 'ErrImagePull', message };
  }
  const message = `Successfully pulled image "${image}" in ${Math.round(performance.now() - start)}ms`;
  events.record({ type: 'Normal', reason: 'Pulled', message });
  return undefined;
}

async function isPresent(context: NodeContext, image: string): Promise<boolean | ImageTrouble> {
  try {
    return await context.images.has(image);
  } catch (error) {
    const message = `Failed to apply default image tag "${image}": ${(error as Error).message}`;
    const invalid = error instanceof ImageError && error.code === 'InvalidImageName';
    return { reason: invalid ? 'InvalidImageName' : 'ImageInspectError', message };
  }
}

/** Images of a registry on this machine may change under their tag; others are taken from the store when there. */
function isOnThisMachine(image: string): boolean {
  return /^(localhost|127\.)/.test(parseImageReference(image).registry);
}

function advice({ command }: NodeContext, image: string): string {
  return `put it into the local image store with "${command} pack docker FOLDER --tag ${image}", or with "${command} local image load ARCHIVE"`;
}
