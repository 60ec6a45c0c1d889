import type { ControllerContext, RunningController } from './controller-context.ts';
import { startEndpointSliceController } from './endpoint-slice-controller.ts';
import { startEndpointsController } from './endpoints-controller.ts';
import { startStatefulSetController } from './stateful-set-controller.ts';
import { startVolumeClaimController } from './volume-claim-controller.ts';

/** Starts every controller of the cluster. */
export function runControllers(
  context: ControllerContext,
  options: { volumesFolder: string },
): RunningController {
  const running = [
    startStatefulSetController(context),
    startEndpointsController(context),
    startEndpointSliceController(context),
    startVolumeClaimController(context, options),
  ];
  return {
    stop: async () => {
      await Promise.all(running.map(controller => controller.stop()));
    },
  };
}
