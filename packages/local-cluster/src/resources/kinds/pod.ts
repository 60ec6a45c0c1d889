import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../../objects/kube-object.ts';
import { type Fields, fieldsOf, listOf, numberOf, setDefault, textOf } from '../../objects/object-fields.ts';
import { timestamp } from '../../objects/timestamp.ts';
import { type FieldError, fieldErrors } from '../../schema/field-error.ts';
import type { KindRules } from '../kind-rules.ts';
import { qualityOfService } from './pod-quality.ts';
import { applyPodSpecDefaults, requestWhatIsLimited } from './pod-spec.ts';
import { validatePodSpec } from './pod-spec-validation.ts';

export const podRules: KindRules = {
  applyDefaults(pod) {
    const spec = fieldsOf(pod.spec);
    applyPodSpecDefaults(spec);
    requestWhatIsLimited(spec);
    if (spec.enableServiceLinks === undefined) spec.enableServiceLinks = true;
    const status = fieldsOf(pod.status);
    if (status.podIP !== undefined) setDefault(status, 'podIPs', [{ ip: status.podIP }]);
  },
  prepareForCreate(pod) {
    const spec = fieldsOf(pod.spec);
    const isGated = listOf(spec.schedulingGates).length > 0;
    pod.status = {
      phase: 'Pending',
      qosClass: qualityOfService(spec),
      ...(isGated && { conditions: [gatedCondition] }),
    };
    const tolerated = listOf(spec.tolerations);
    const missing = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'].filter(
      key =>
        !tolerated.some(
          toleration => toleration.key === key || (!toleration.key && toleration.operator === 'Exists'),
        ),
    );
    spec.tolerations = [
      ...tolerated,
      ...missing.map(key => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 })),
    ];
  },
  prepareForUpdate(pod, previous, { now }) {
    if (!nodeOf(pod) || nodeOf(previous)) return;
    const others = listOf(fieldsOf(pod.status).conditions).filter(({ type }) => type !== 'PodScheduled');
    const scheduled = { type: 'PodScheduled', status: 'True', lastTransitionTime: timestamp(now) };
    pod.status = { ...fieldsOf(pod.status), conditions: [...others, scheduled] };
  },
  validate: pod => validatePodSpec(fieldsOf(pod.spec), 'spec'),
  validateUpdate: specChangeErrors,
  gracePeriodSeconds(pod, requestedSeconds) {
    const phase = fieldsOf(pod.status).phase;
    const isOver = phase === 'Succeeded' || phase === 'Failed';
    if (isOver || !textOf(fieldsOf(pod.spec).nodeName)) return 0;
    return requestedSeconds ?? numberOf(fieldsOf(pod.spec).terminationGracePeriodSeconds, 30);
  },
};

const gatedCondition = {
  type: 'PodScheduled',
  status: 'False',
  lastProbeTime: null,
  lastTransitionTime: null,
  reason: 'SchedulingGated',
  message: 'Scheduling is blocked due to non-empty scheduling gates',
};

function nodeOf(pod: KubeObject): string {
  return textOf(fieldsOf(pod.spec).nodeName);
}

/** A pod's spec is written once; these are the fields that may still change. */
function specChangeErrors(pod: KubeObject, previous: KubeObject): FieldError[] {
  const [spec, old] = [fieldsOf(pod.spec), fieldsOf(previous.spec)];
  if (isDeepStrictEqual(fixedPart(spec, old), fixedPart(old, old))) return [];
  for (const field of ['containers', 'initContainers'])
    if (listOf(spec[field]).length !== listOf(old[field]).length)
      return [fieldErrors.forbidden(`spec.${field}`, 'pod updates may not add or remove containers')];
  return [
    fieldErrors.forbidden(
      'spec',
      'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
    ),
  ];
}

function fixedPart(spec: Fields, old: Fields): Fields {
  const withoutImage = (container: Fields) => ({ ...container, image: '' });
  const {
    activeDeadlineSeconds: _deadline,
    tolerations: _tolerations,
    schedulingGates: _gates,
    ...rest
  } = spec;
  return {
    ...rest,
    ...(textOf(old.nodeName) === '' && { nodeName: '' }),
    containers: listOf(spec.containers).map(withoutImage),
    initContainers: listOf(spec.initContainers).map(withoutImage),
  };
}
