import type { AdminErrorCode } from '../errors.ts';

/** An entry of `errors` in a GraphQL answer. */
export interface WireError {
  message: string;
  extensions?: { 'io.tarantool.errors.class_name'?: string };
}

export interface ClassifiedError {
  code: AdminErrorCode;
  className: string | null;
  origin: string | null;
  subject: string | null;
}

interface Rule {
  code: AdminErrorCode;
  /** the class must be this one */
  className?: string | RegExp;
  /** the message, without the origin's prefix, must match; its first group is the subject */
  message?: RegExp;
}

/**
 * First match wins. Sources: the recordings in testdata and Cartridge 2.3.0-2.17.2:
 * twophase.lua, topology.lua, lua-api/*.lua, confapplier.lua, vshard-utils.lua, failover.lua.
 */
const rules: readonly Rule[] = [
  { code: 'Unauthorized', message: /^Unauthorized$/ },
  { code: 'Unauthorized', message: /^You must log in to enable authentication/ },
  { code: 'Unsupported', message: /^Field "([^"]+)" is not defined on type/ },
  { code: 'Unsupported', message: /^Non-existent argument "([^"]+)"/ },
  { code: 'Unsupported', message: /^Unknown field "([^"]+)" of the variable/ },
  { code: 'Unsupported', message: /^Unknown input object field "([^"]+)"/ },

  { code: 'CommitFailed', className: 'Commit2pcError' },
  { code: 'TwoPhaseCommitLocked', message: /Two-phase commit is locked/ },
  { code: 'TwoPhaseCommitLocked', className: 'SaveConfigError', message: /config\.prepare/ },
  { code: 'ChangeInProgress', className: 'AtomicCallError' },
  { code: 'ReapplyRefused', className: /^(ForceReapplyError|Config reapply failed)$/ },
  { code: 'InstanceNotReady', message: /^Instance state is (\w+), can't/ },
  { code: 'PrepareFailed', className: 'Prepare2pcError' },

  { code: 'AlreadyJoined', message: /^Server "([^"]+)" is already joined/ },
  { code: 'AlreadyBootstrapped', message: /^already bootstrapped/ },
  { code: 'NotBootstrapped', message: /(?:instance|Cluster) isn't bootstrapped yet/ },
  { code: 'Expelled', message: /^Server "([^"]+)" is expelled/ },
  { code: 'Expelled', message: /^servers\[([^\]]+)\] has been expelled earlier/ },
  { code: 'UnknownMember', message: /^(?:Server|Replicaset) "([^"]+)" not in config/ },
  { code: 'UnknownMember', className: 'RefineUriError', message: /^Server (\S+) not in clusterwide config/ },
  { code: 'UnknownRole', message: /can not enable unknown role "([^"]+)"/ },
  { code: 'UriCollision', message: /\.uri "([^"]+)" collision with another server/ },
  { code: 'AdvertiseUriMismatch', message: /^Missing (\S+) in clusterwide config, check advertise_uri/ },
  {
    code: 'StorageNotDrained',
    message: /^replicasets\[([^\]]+)\] is a vshard-storage which can't be removed/,
  },
  { code: 'StorageNotDrained', message: /^replicasets\[([^\]]+)\] rebalancing isn't finished yet/ },
  { code: 'StorageNotDrained', message: /buckets are not discovered/ },
  {
    code: 'InvalidTopology',
    className: /^(Invalid cluster topology config|Editing cluster topology failed)$/,
  },
  {
    code: 'InvalidConfig',
    className:
      /^(ValidateConfigError|LoadConfigError|PatchConfigError|DecodeYamlError|Config upload failed)$/,
  },

  { code: 'ProbeFailed', className: 'ProbeServerError', message: /^Probe "([^"]+)"/ },
  { code: 'PromotionInconsistent', className: 'WaitRwError' },
  { code: 'PromotionInconsistent', message: /^Promotion succeeded, but inconsistency wasn't forced/ },
  { code: 'PromotionRefused', className: /^(PromoteLeaderError|AppointmentError|StateProviderError)$/ },
  {
    code: 'VshardNotReady',
    className: 'RemoteCallError',
    message: /^No remotes with role "([^"]+)" available/,
  },
  { code: 'VshardNotReady', className: 'Bootstrapping vshard failed' },

  { code: 'PeerTimeout', className: /^Netbox/, message: /^(?:timed? ?out|Timeout)/i },
  { code: 'PeerUnreachable', className: /^Netbox/ },
  { code: 'PeerTimeout', message: /^Timeout connecting "([^"]+)"/ },
];

/** Which of our codes an error of Cartridge has. Errors of other members carry their `"host:port": ` in front. */
export function classifyError(error: WireError): ClassifiedError {
  const className = error.extensions?.['io.tarantool.errors.class_name'] ?? null;
  const { origin, text } = splitOrigin(error.message);
  for (const rule of rules) {
    if (!matchesClass(rule, className)) continue;
    const match = rule.message ? rule.message.exec(text) : [];
    if (match) return { code: rule.code, className, origin, subject: match[1] ?? null };
  }
  // Parse and validation failures of a query carry no class.
  return { code: className === null ? 'InvalidQuery' : 'Other', className, origin, subject: null };
}

function splitOrigin(message: string): { origin: string | null; text: string } {
  const match = /^"([^"\s]+:\d+)": ([\s\S]*)$/.exec(message);
  return match ? { origin: match[1] ?? null, text: match[2] ?? '' } : { origin: null, text: message };
}

function matchesClass(rule: Rule, className: string | null): boolean {
  if (rule.className === undefined) return true;
  if (className === null) return false;
  return typeof rule.className === 'string' ? rule.className === className : rule.className.test(className);
}
