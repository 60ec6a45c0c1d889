import { tooManyRequests } from '../../errors/api-error.ts';
import type { KubeObject } from '../../objects/kube-object.ts';
import { type LabelSelector, matchesSelector } from '../../objects/label-selector.ts';
import { fieldsOf, listOf, numberOf } from '../../objects/object-fields.ts';
import { isRecord } from '../../schema/decode.ts';
import { readObjectBody } from '../request-body.ts';
import { sendJson } from '../respond.ts';
import { writeOptionsOf } from '../write-options-of.ts';
import type { ServeSubresource } from './subresource-call.ts';

/** Deletes a pod unless a PodDisruptionBudget forbids it now. */
export const serveEviction: ServeSubresource = async (request, { service }, { resource, key }) => {
  const body = await readObjectBody(request.message);
  const wishes = fieldsOf(isRecord(body) ? body.deleteOptions : undefined);
  const pod = service.read(resource, key);
  if (isReady(pod))
    refuseByBudget(pod, service.parts.store.list('policy/poddisruptionbudgets', key.namespace));
  const options = writeOptionsOf(request);
  const isDryRun = options.dryRun || (Array.isArray(wishes.dryRun) && wishes.dryRun.includes('All'));
  await service.delete(resource, {
    key,
    options: { ...options, dryRun: isDryRun },
    preconditions: { uid: pod.metadata.uid },
    ...(typeof wishes.gracePeriodSeconds === 'number' && { gracePeriodSeconds: wishes.gracePeriodSeconds }),
  });
  sendJson(request, 201, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 });
};

function isReady(pod: KubeObject): boolean {
  return listOf(fieldsOf(pod.status).conditions).some(
    condition => condition.type === 'Ready' && condition.status === 'True',
  );
}

function refuseByBudget(pod: KubeObject, budgets: KubeObject[]): void {
  const covering = budgets.filter(budget =>
    matchesSelector((fieldsOf(budget.spec).selector ?? {}) as LabelSelector, pod.metadata.labels ?? {}),
  );
  for (const budget of covering) {
    const status = fieldsOf(budget.status);
    if (numberOf(status.disruptionsAllowed) > 0) continue;
    const name = budget.metadata.name;
    throw tooManyRequests("Cannot evict pod as it would violate the pod's disruption budget.", {
      causes: [
        {
          reason: 'DisruptionBudget',
          message: `The disruption budget ${name} needs ${numberOf(status.desiredHealthy)} healthy pods and has ${numberOf(status.currentHealthy)} currently`,
        },
      ],
    });
  }
}
