import type { UserInfo } from '../auth/user-info.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import type { ObjectReader } from '../objects/object-reader.ts';
import type { FieldError } from '../schema/field-error.ts';
import type { ServedResource } from './served-resource.ts';

/**
 * What schemas cannot say about one kind: defaulting and validation that kube-apiserver does in code. Every
 * hook is optional; a kind without rules is served by its schema alone. To add one, write a file in kinds/
 * and name it in kinds/rules.ts.
 */
export interface KindRules {
  /** Fills in defaults, in place, on create and update. */
  applyDefaults?(object: KubeObject): void;
  /** Sets what only the server may say, in place: phases, allocated addresses. */
  prepareForCreate?(object: KubeObject, context: RuleContext): void;
  prepareForUpdate?(object: KubeObject, previous: KubeObject, context: RuleContext): void;
  validate?(object: KubeObject, context: RuleContext): FieldError[];
  validateUpdate?(object: KubeObject, previous: KubeObject): FieldError[];
  /** How names of this kind must look; RFC 1123 subdomains when left out. */
  nameRule?: 'subdomain' | 'label' | 'rfc1035-label' | 'path-segment';
  /** Seconds an object stays with a deletionTimestamp, for the node to end it; 0 deletes at once. */
  gracePeriodSeconds?(object: KubeObject, requestedSeconds: number | undefined): number;
  /** Called after the object is gone, to give back what it held. */
  afterDelete?(object: KubeObject): void;
}

export interface RuleContext {
  reader: ObjectReader;
  resource: ServedResource;
  now: Date;
  user: UserInfo;
}
