import type { Container, Pod } from 'kubernetes-types/core/v1';
import type { UnpackedImage } from '../images/image-store.ts';
import type { Stored } from '../in-process/typed-objects.ts';
import type { ContainerView } from './launch-plan.ts';
import type { NodeContext } from './node-context.ts';

/** What a container needs of the pod around it. */
export interface PodAccess {
  context: NodeContext;
  pod(): Stored<Pod>;
  podAddress: string;
  folder: string;
  /** Environment, mounts and settings for a container; throws ContainerConfigError. */
  prepare(container: Container, image: UnpackedImage): { view: ContainerView; command: string[] };
  /** something a status shows changed */
  changed(): void;
}
