import { needsPerson, passes, type Reason, told } from './reason.ts';

/** Reasons of conditions, besides the reasons that a condition shares with an event. */
export const conditionReasons = {
  AllHealthy: told('All instances are joined and healthy'),
  InstancesAway: passes('Some joined instances are not healthy'),
  AllJoined: told('All wanted instances are members'),
  Joining: passes('Some wanted instances are not members yet'),
  NoInstances: needsPerson('The Cluster selects no Role with instances'),
  NotFormed: passes('No instance has joined yet, or no instance can be asked'),
  Bootstrapped: told('The buckets are distributed'),
  NotBootstrapped: passes('The buckets are not distributed yet'),
  NotUsed: told('No role of the cluster stores buckets'),
  Setting: passes('Failover is being changed'),
  Disabled: told('Failover is disabled'),
  Eventual: told('Failover is eventual'),
  Stateful: told('Failover is stateful'),
  Raft: told('Failover is by raft'),
  OtherMode: told('Failover is in a mode that this version does not know'),
  MembersUnhealthy: passes('Some enabled members are not healthy'),
  IssuesReported: passes('Cartridge reports issues'),
  NoIssues: told('All members are healthy and Cartridge reports no issue'),
  UpToDate: told('All pods run the current template'),
  RestartNeeded: told('Some pods run the previous template until they are restarted'),
} as const satisfies Readonly<Record<string, Reason>>;

export type ConditionReason = keyof typeof conditionReasons;
