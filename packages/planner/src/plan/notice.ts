import type { EventReason, ObjectReference } from '@cartridge-on-kubernetes/api';

/** Something that is not as it should be, about one object, with what a person can do. */
export interface Notice {
  reason: EventReason;
  about: ObjectReference;
  /** what happened */
  message: string;
  /** what to do, or what is going to happen by itself */
  cure: string;
}

/**
 * Not yet. Look again after some time, as no watch may tell.
 * `progress` is the normal course of things and only shown in conditions; a `problem` is also told by an event.
 */
export interface Wait extends Notice {
  severity: 'progress' | 'problem';
  retryAfterSeconds: number;
}

/** Never by itself: the manifests ask for what cannot or must not be done. */
export interface Refusal extends Notice {
  /** where no watch tells when the cause is gone */
  retryAfterSeconds?: number;
}
