import { services } from '../in-process/kinds.ts';
import type { ControllerContext, RunningController } from './controller-context.ts';
import { watchPodsOfServices } from './pods-of-services-watch.ts';
import { type ControllerDefinition, startController } from './start-controller.ts';

/** A controller that keeps, for each Service, the objects that list the addresses of its pods. */
export function startServiceController(
  context: ControllerContext,
  definition: Pick<ControllerDefinition, 'name' | 'reconcile'>,
): RunningController {
  return startController(context, {
    ...definition,
    kind: services,
    watch: ({ objects }, enqueue) => [watchPodsOfServices(objects, enqueue)],
  });
}
