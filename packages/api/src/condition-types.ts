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
