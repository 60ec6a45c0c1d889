import type { InstanceStatus } from '@cartridge-on-kubernetes/api';
import type { Health } from './health.ts';

export interface StatusView {
  health: Health;
  /** One or two words beside the mark */
  word: string;
  /** What Cartridge says, such as "Server status is 'dead'"; null where the word says it all */
  message: string | null;
  /** What that means, in plain words; null for a healthy one */
  meaning: string | null;
}

interface StatusFacts {
  status: InstanceStatus;
  message: string;
  disabled: boolean;
  joined: boolean;
}

export function readStatus(facts: StatusFacts): StatusView {
  const seen = readSeenStatus(facts);
  if (!facts.disabled) return seen;
  return {
    health: 'off',
    word: 'Disabled',
    message: seen.health === 'good' ? null : (seen.message ?? seen.word),
    meaning: 'Taken out of replication and of changes to the configuration until it is enabled again.',
  };
}

function readSeenStatus(facts: StatusFacts): StatusView {
  const message = quoteAsTheGuide(facts.message);
  switch (facts.status) {
    case 'healthy':
      return { health: 'good', word: 'Healthy', message: message || null, meaning: null };
    case 'unreachable':
      return readUnreachable(message);
    case 'not found':
      return {
        health: 'bad',
        word: 'Not found',
        message,
        meaning: message.startsWith('Alien')
          ? 'Another instance answers at this address: probably its data was lost.'
          : 'It has left, or was never seen by the instance that answers this page.',
      };
    case 'unconfigured':
      return readUnconfigured({ message, joined: facts.joined });
    case 'error':
      return { health: 'bad', word: 'Error', message, meaning: errorMeanings[message] ?? null };
    case 'warning':
      return { health: 'warning', word: 'Starting', message, meaning: stateMeanings[message] ?? null };
    default:
      return { health: 'warning', word: facts.status, message: message || null, meaning: null };
  }
}

function readUnreachable(message: string): StatusView {
  if (message.includes("'suspect'")) {
    return {
      health: 'warning',
      word: 'Suspect',
      message,
      meaning: 'It missed a few pings; it counts as dead unless it answers soon.',
    };
  }
  const dead = message.includes("'dead'");
  return {
    health: 'bad',
    word: dead ? 'Dead' : 'Unreachable',
    message: message || null,
    meaning: 'It does not answer: its process is stopped, or the network between is.',
  };
}

/** Cartridge says "unconfigured" of peers to be joined, of members that start, and of members whose data is gone. */
function readUnconfigured(facts: { message: string; joined: boolean }): StatusView {
  const starting = facts.message !== 'Unconfigured';
  if (!facts.joined) {
    return {
      health: 'waiting',
      word: 'Not joined',
      message: starting ? facts.message || null : null,
      meaning: starting
        ? 'Alive and starting; not part of the cluster yet.'
        : 'Alive and ready to join; not part of the cluster yet.',
    };
  }
  if (starting) {
    return {
      health: 'waiting',
      word: 'Starting',
      message: facts.message || null,
      meaning: stateMeanings[facts.message] ?? 'It is back and reads its data.',
    };
  }
  return {
    health: 'warning',
    word: 'Unconfigured',
    message: null,
    meaning: 'A member of the cluster that came up without data: it is being joined, or its volume was lost.',
  };
}

const stateMeanings: Readonly<Record<string, string>> = {
  BootstrappingBox: 'It sets up its storage for the first time.',
  RecoveringSnapshot: 'It reads its snapshot and logs from disk.',
  ConnectingFullmesh: 'It waits for the other members of its replicaset.',
  BoxConfigured: 'Its storage is up; the roles come next.',
  ConfiguringRoles: 'It starts its roles.',
  ReloadingRoles: 'It reloads the code of its roles.',
  ConfigFound: 'It found its configuration on disk.',
  ConfigLoaded: 'It has read its configuration from disk.',
};

const errorMeanings: Readonly<Record<string, string>> = {
  InitError: 'It cannot use the configuration it has on disk; its log names the reason.',
  BootError: 'It could not start its storage or replication; its log names the reason.',
  OperationError: 'A role failed to start or to apply the configuration; the next change tries again.',
  ReloadError: 'Reloading the code of its roles failed.',
};

/** The message of an instance that is away quotes the status with single quotes, as the guide writes it. */
function quoteAsTheGuide(message: string): string {
  return message.replace(/^Server status is "([a-z]+)"$/, "Server status is '$1'");
}
