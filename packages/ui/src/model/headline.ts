import { counted, listed } from './counted.ts';
import { compareHealth, type Health, worstHealth } from './health.ts';
import type { InstanceView } from './instance.ts';
import type { IssueView } from './issue.ts';
import type { ReplicasetView } from './replicaset.ts';
import type { VshardGroupView } from './vshard.ts';

/** The state of the whole cluster in one line, and the lines that explain it. */
export interface Headline {
  health: Health;
  title: string;
  points: readonly string[];
}

export interface HeadlineFacts {
  replicasets: readonly ReplicasetView[];
  unjoined: readonly InstanceView[];
  issues: readonly IssueView[];
  vshardGroups: readonly VshardGroupView[];
}

export function writeHeadline(facts: HeadlineFacts): Headline {
  const instances = facts.replicasets.flatMap(replicaset => replicaset.instances);
  if (instances.length === 0) return writeEmpty(facts.unjoined);

  const findings = [
    ...findLeaderless(facts.replicasets),
    ...findSick(instances),
    ...findIssues(facts.issues),
    ...findUnsharded(facts.vshardGroups),
  ].sort(compareHealth);
  const points = [...findings.slice(1).map(finding => finding.text), ...mentionOthers(facts, instances)];
  const worst = findings[0];
  if (worst === undefined)
    return { health: 'good', title: `Healthy: ${lowerFirst(writeAnswering(instances))}`, points };
  const onlyIssues = findings.length === 1 && facts.issues.length > 0 && instances.every(isWell);
  const title = onlyIssues ? `${writeAnswering(instances)}, but ${worst.text}` : worst.text;
  return { health: worst.health, title, points };
}

interface Finding {
  health: Health;
  text: string;
}

function writeEmpty(unjoined: readonly InstanceView[]): Headline {
  const waiting = unjoined.length === 1 ? '1 instance waits' : `${counted(unjoined.length, 'instance')} wait`;
  return {
    health: 'waiting',
    title: unjoined.length === 0 ? 'An empty cluster' : `Not a cluster yet: ${waiting} to be joined`,
    points: [],
  };
}

function writeAnswering(instances: readonly InstanceView[]): string {
  const count = instances.filter(instance => instance.health !== 'off').length;
  const enabled = count < instances.length ? 'enabled ' : '';
  return count === 1 ? `The only ${enabled}instance answers` : `All ${count} ${enabled}instances answer`;
}

function isWell(instance: InstanceView): boolean {
  return instance.health === 'good' || instance.health === 'off';
}

function findLeaderless(replicasets: readonly ReplicasetView[]): Finding[] {
  const names = replicasets.filter(replicaset => replicaset.withoutLeader).map(({ name }) => name);
  if (names.length === 0) return [];
  const verb = names.length === 1 ? 'has' : 'have';
  return [{ health: 'bad', text: `${listed(names)} ${verb} no working leader` }];
}

/** One finding for each word: "2 of 9 instances dead: a and b". */
function findSick(instances: readonly InstanceView[]): Finding[] {
  const sick = instances.filter(instance => !isWell(instance));
  const words = new Map<string, InstanceView[]>();
  for (const instance of sick) {
    const word = instance.status.word.toLowerCase();
    words.set(word, [...(words.get(word) ?? []), instance]);
  }
  return [...words].map(([word, group]) => ({
    health: worstHealth(group.map(instance => instance.health)),
    text: `${group.length} of ${counted(instances.length, 'instance')} ${word}: ${listed(group.map(({ name }) => name))}`,
  }));
}

function findIssues(issues: readonly IssueView[]): Finding[] {
  if (issues.length === 0) return [];
  const critical = issues.filter(issue => issue.health === 'bad').length;
  const noun = critical === issues.length ? 'critical issue' : 'issue';
  const among = critical > 0 && critical < issues.length ? `, ${critical} of them critical` : '';
  const verb = issues.length === 1 ? 'is' : 'are';
  return [
    {
      health: worstHealth(issues.map(issue => issue.health)),
      text: `${counted(issues.length, noun)} ${verb} reported${among}`,
    },
  ];
}

function findUnsharded(groups: readonly VshardGroupView[]): Finding[] {
  const names = groups
    .filter(group => !group.bootstrapped && group.shares.length > 0)
    .map(group => group.name);
  if (names.length === 0) return [];
  const which = groups.length === 1 ? 'Vshard' : `Vshard group ${listed(names)}`;
  return [{ health: 'waiting', text: `${which} is not bootstrapped yet` }];
}

/** True, worth knowing, and nothing to worry about. */
function mentionOthers(facts: HeadlineFacts, instances: readonly InstanceView[]): string[] {
  const disabled = instances.filter(instance => instance.health === 'off').map(({ name }) => name);
  return [
    ...(disabled.length > 0 ? [`Disabled: ${listed(disabled)}`] : []),
    ...(facts.unjoined.length > 0 ? [`${counted(facts.unjoined.length, 'instance')} not joined`] : []),
  ];
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
