import { notFound } from '../errors/api-error.ts';
import type { KubeObject, ObjectKey } from '../objects/kube-object.ts';
import { fromStored } from './convert.ts';
import type { RuleContext } from './kind-rules.ts';
import { rulesOf } from './kinds/rules.ts';
import type { ServedResource } from './served-resource.ts';
import type { ServiceParts, VerbScope } from './verb-scope.ts';
import { type ChangeRequest, changeObject } from './verbs/change.ts';
import { type CreateRequest, createObject } from './verbs/create.ts';
import { type Deletion, type DeletionRequest, deleteObject } from './verbs/delete.ts';
import type { WriteOptions } from './write-options.ts';

/** The verbs of the API on any resource, the same for HTTP requests and for the cluster's own controllers. */
export class ObjectService {
  readonly parts: ServiceParts;

  constructor(parts: ServiceParts) {
    this.parts = parts;
  }

  find(resource: ServedResource, key: ObjectKey): KubeObject | undefined {
    const stored = this.parts.store.read(resource.storage, key);
    return stored && fromStored(resource, stored);
  }

  read(resource: ServedResource, key: ObjectKey): KubeObject {
    const object = this.find(resource, key);
    if (!object) throw notFound({ ...resource, name: key.name });
    return object;
  }

  list(resource: ServedResource, namespace?: string): KubeObject[] {
    return this.parts.store.list(resource.storage, namespace).map(object => fromStored(resource, object));
  }

  /** As `list` was at an earlier version. */
  listAt(resource: ServedResource, version: number, namespace?: string): KubeObject[] | 'expired' {
    const stored = this.parts.store.listAt(resource.storage, version, namespace);
    return stored === 'expired' ? stored : stored.map(object => fromStored(resource, object));
  }

  create(resource: ServedResource, request: CreateRequest): Promise<KubeObject> {
    return createObject(this.scope(resource, request.options), request);
  }

  change(resource: ServedResource, request: ChangeRequest): Promise<KubeObject> {
    return changeObject(this.scope(resource, request.options), request);
  }

  delete(resource: ServedResource, request: DeletionRequest): Promise<Deletion> {
    return deleteObject(this.scope(resource, request.options), request);
  }

  private scope(resource: ServedResource, options: WriteOptions): VerbScope {
    const { parts } = this;
    const context: RuleContext = { reader: parts.store, resource, now: parts.now(), user: options.user };
    return { ...parts, resource, rules: rulesOf(resource), context };
  }
}
