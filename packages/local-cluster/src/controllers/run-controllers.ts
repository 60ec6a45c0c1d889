import type { ControllerContext, RunningController } from './controller-context.ts';
import { startDeploymentController } from './deployment-controller.ts';
import { startEndpointSliceController } from './endpoint-slice-controller.ts';
import { startEndpointsController } from './endpoints-controller.ts';
import { startEventExpiry } from './event-expiry.ts';
import { createGarbageCollector } from './garbage-collector.ts';
import { startJobController } from './job-controller.ts';
import { createNamespaceController } from './namespace-controller.ts';
import { startPodDisruptionBudgetController } from './pod-disruption-budget-controller.ts';
import { startReplicaSetController } from './replica-set-controller.ts';
import { startStatefulSetController } from './stateful-set-controller.ts';
import { startVolumeClaimController } from './volume-claim-controller.ts';
import { watchEverything } from './watch-everything.ts';

/** Starts every controller of the cluster. */
export function runControllers(
  context: ControllerContext,
  options: { volumesFolder: string },
): RunningController {
  const garbageCollector = createGarbageCollector(context);
  const namespaceController = createNamespaceController(context);
  const stopWatch = watchEverything(context.objects, [
    garbageCollector.listener,
    namespaceController.listener,
  ]);
  const running = [
    garbageCollector,
    namespaceController,
    startDeploymentController(context),
    startReplicaSetController(context),
    startStatefulSetController(context),
    startJobController(context),
    startEndpointsController(context),
    startEndpointSliceController(context),
    startVolumeClaimController(context, options),
    startPodDisruptionBudgetController(context),
    startEventExpiry(context),
  ];
  return {
    stop: async () => {
      stopWatch();
      await Promise.all(running.map(controller => controller.stop()));
    },
  };
}
