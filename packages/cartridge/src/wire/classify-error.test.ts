import { expect, test } from 'vitest';
import { classifyError } from './classify-error.ts';

const member = '"storages-0-0.app:3301": ';

/** Errors that the recordings do not have; texts of Cartridge 2.3.0 to 2.17.2. */
test.each([
  ['TwoPhaseCommitLocked', 'Prepare2pcError', `${member}Two-phase commit is locked`, null],
  ['TwoPhaseCommitLocked', 'SaveConfigError', `${member}/data/config.prepare: entry exists`, null],
  ['ChangeInProgress', 'AtomicCallError', 'cartridge.patch_clusterwide is already running', null],
  [
    'InstanceNotReady',
    'Prepare2pcError',
    `${member}Instance state is ConnectingFullmesh, can't apply config in this state`,
    'ConnectingFullmesh',
  ],
  [
    'CommitFailed',
    'Commit2pcError',
    `${member}Instance state is OperationError, can't apply config in this state`,
    null,
  ],
  ['NotBootstrapped', 'Config upload failed', "Cluster isn't bootstrapped yet", null],
  ['StorageNotDrained', 'ValidateConfigError', "replicasets[R1] rebalancing isn't finished yet", 'R1'],
  [
    'AdvertiseUriMismatch',
    'BootError',
    '"127.0.0.1:3301": Missing localhost:3301 in clusterwide config, check advertise_uri correctness',
    'localhost:3301',
  ],
  ['PeerTimeout', 'NetboxCallError', `${member}timed out`, null],
  ['PeerUnreachable', 'NetboxConnectError', `${member}Name or service not known`, null],
  ['PromotionInconsistent', 'WaitRwError', `${member}timed out`, null],
  ['PromotionRefused', 'PromoteLeaderError', 'There is no active coordinator', null],
  [
    'ReapplyRefused',
    'ForceReapplyError',
    "Instance state is InitError, can't reapply config in this state",
    null,
  ],
  ['UnknownMember', 'RefineUriError', 'Server u1 not in clusterwide config', 'u1'],
  ['Unsupported', null, 'Non-existent argument "leader_autoreturn"', 'leader_autoreturn'],
  [
    'Unsupported',
    null,
    'Unknown field "zone" of the variable "servers" for the InputObject "EditServerInput"',
    'zone',
  ],
  ['Unauthorized', null, 'Unauthorized', null],
  ['Other', 'DDLError', 'something else', null],
])('%s: %s, %s', (code, className, message, subject) => {
  const extensions = className === null ? {} : { 'io.tarantool.errors.class_name': className };
  expect(classifyError({ message, extensions })).toMatchObject({ code, className, subject });
});
