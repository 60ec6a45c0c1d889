/**
 * What went wrong, in terms an operator can decide on. The codes are stable; the texts of Cartridge are not.
 * Rules that map Cartridge's class and message to a code are in wire/classify-error.ts.
 */
export type AdminErrorCode =
  /** the instance uuid is a member already */
  | 'AlreadyJoined'
  | 'AlreadyBootstrapped'
  /** the asked instance is Unconfigured, so it cannot take this change */
  | 'NotBootstrapped'
  /** an expelled uuid can never join again */
  | 'Expelled'
  /** uuid is not in the clusterwide config */
  | 'UnknownMember'
  | 'UnknownRole'
  /** another member has this URI */
  | 'UriCollision'
  /** the joined instance advertises another URI than the one it was joined by */
  | 'AdvertiseUriMismatch'
  | 'InvalidTopology'
  | 'InvalidConfig'
  /** weight is not 0 yet, or buckets are left */
  | 'StorageNotDrained'
  /** a prepared change was left behind, or another one runs elsewhere; see suggestions.force_apply */
  | 'TwoPhaseCommitLocked'
  /** the same instance is carrying out another change */
  | 'ChangeInProgress'
  /** a member is in a state that accepts no config; nothing was changed */
  | 'InstanceNotReady'
  /** a member refused to prepare; nothing was changed */
  | 'PrepareFailed'
  /** not a rollback: the config is stored already, read again before deciding */
  | 'CommitFailed'
  /** the asked instance could not reach another member */
  | 'PeerUnreachable'
  /** the asked instance got no answer from another member in time */
  | 'PeerTimeout'
  /** no router or storage is ready for vshard's bootstrap */
  | 'VshardNotReady'
  | 'ProbeFailed'
  | 'PromotionRefused'
  /** the leader was appointed, yet is not writable: consistency was not reached */
  | 'PromotionInconsistent'
  | 'ReapplyRefused'
  /** this version of Cartridge has no such field or call */
  | 'Unsupported'
  | 'InvalidQuery'
  | 'Unauthorized'
  /** no answer within our deadline: the change may still be going on */
  | 'Timeout'
  /** the caller's signal */
  | 'Aborted'
  /** no connection to the asked instance */
  | 'Unreachable'
  /** an answer that is not one of the admin API */
  | 'BadAnswer'
  /** an answer that is larger, or nested deeper, than any of the admin API; it was not read to its end */
  | 'AnswerTooLarge'
  /** an error of a class we know no rule for */
  | 'Other';

export interface AdminErrorDetails {
  code: AdminErrorCode;
  /** the admin API call, for example edit_topology */
  call: string;
  /** base URL of the asked instance */
  baseUrl: string;
  /** Cartridge's own words, unchanged; null when the error is ours */
  cartridgeMessage?: string | null;
  /** class_name of Cartridge's error; null when it gave none */
  className?: string | null;
  /** `host:port` of the member the error came from; null when it is the asked instance */
  origin?: string | null;
  /** what the message names: a role, a uuid, a state, a field; null when it names nothing */
  subject?: string | null;
  cause?: unknown;
}

/** Codes after which a mutation may have been carried out all the same. */
const mayHaveChanged: ReadonlySet<AdminErrorCode> = new Set([
  'AdvertiseUriMismatch',
  'Aborted',
  'AnswerTooLarge',
  'BadAnswer',
  'CommitFailed',
  'Other',
  'PeerTimeout',
  'PeerUnreachable',
  'PromotionInconsistent',
  'Timeout',
  'Unreachable',
]);

/** The one error this package throws. */
export class AdminError extends Error {
  override readonly name = 'AdminError';
  readonly code: AdminErrorCode;
  readonly call: string;
  readonly baseUrl: string;
  readonly cartridgeMessage: string | null;
  readonly className: string | null;
  readonly origin: string | null;
  readonly subject: string | null;

  constructor(message: string, details: AdminErrorDetails) {
    super(message, { cause: details.cause });
    this.code = details.code;
    this.call = details.call;
    this.baseUrl = details.baseUrl;
    this.cartridgeMessage = details.cartridgeMessage ?? null;
    this.className = details.className ?? null;
    this.origin = details.origin ?? null;
    this.subject = details.subject ?? null;
  }

  /** True when a mutation that failed so may be in effect: read the topology again before deciding. */
  get mayHaveChanged(): boolean {
    return mayHaveChanged.has(this.code);
  }
}

export function isAdminError(error: unknown): error is AdminError {
  return error instanceof AdminError;
}
