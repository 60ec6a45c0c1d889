/** Condition types of a Cluster. True is the good state of each. */
export const conditionTypes = {
  ready: 'Ready',
  joined: 'Joined',
  bootstrapped: 'Bootstrapped',
  failoverConfigured: 'FailoverConfigured',
  healthy: 'Healthy',
  upToDate: 'UpToDate',
} as const;

export type ConditionType = (typeof conditionTypes)[keyof typeof conditionTypes];

/** What each condition means when it is True, and when it is not; docs/reference is generated from here. */
export const conditionDocs: Readonly<
  Record<keyof typeof conditionTypes, { isTrue: string; otherwise: string }>
> = {
  ready: {
    isTrue: 'Every wanted instance is joined and healthy, and the buckets are distributed',
    otherwise:
      'The reason and the message name the most important problem; `status.problems` lists all of them',
  },
  joined: {
    isTrue: 'Every wanted instance is a member of the Cartridge cluster',
    otherwise:
      'False: the message names the instances that are not members; the other instances join without an instance that is held up. Unknown: no instance can be asked',
  },
  bootstrapped: {
    isTrue: 'The buckets are distributed over the storages, or no role of the cluster stores buckets',
    otherwise: 'The message says what the first distribution waits for',
  },
  failoverConfigured: {
    isTrue: 'Cartridge has the failover that the manifest asks for; the reason is its mode',
    otherwise: 'False: it is being set, or cannot be applied. Unknown: no instance can be asked',
  },
  healthy: {
    isTrue: 'All enabled members are healthy, and Cartridge reports no issue',
    otherwise:
      'False: the message names the members, or the topics of the issues. Unknown: no instance can be asked',
  },
  upToDate: {
    isTrue: 'All pods run the current template of their StatefulSet',
    otherwise: 'The message names the pods that run the previous template, and the pod to restart next',
  },
};
