/** Reasons of conditions, besides those that a condition shares with an event. */
export const conditionReasons = {
  AllHealthy: 'All instances are joined and healthy',
  InstancesAway: 'Some joined instances are not at work',
  AllJoined: 'All wanted instances are members',
  Joining: 'Some wanted instances are not members yet',
  NoInstances: 'Nothing says which instances are wanted',
  NotFormed: 'No instance has joined, or none can be asked',
  Bootstrapped: 'The buckets are distributed',
  NotBootstrapped: 'The buckets are not distributed yet',
  NotUsed: 'No role of the cluster stores buckets',
  Setting: 'Failover is being changed',
  Disabled: 'Failover is disabled',
  Eventual: 'Failover is eventual',
  Stateful: 'Failover is stateful',
  Raft: 'Failover is by raft',
  OtherMode: 'Failover is in a mode that this version does not know',
  MembersUnhealthy: 'Some enabled members are not healthy',
  IssuesReported: 'Cartridge reports issues',
  NoIssues: 'All members are healthy and Cartridge reports no issue',
  UpToDate: 'All pods run the current template',
  RestartNeeded: 'Some pods run an earlier template until they are deleted',
} as const;

export type ConditionReason = keyof typeof conditionReasons;
