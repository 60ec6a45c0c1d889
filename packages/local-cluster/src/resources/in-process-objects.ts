import { applyMergePatch } from '@cartridge-on-kubernetes/api';
import { clusterUser } from '../auth/user-info.ts';
import { noSuchPath } from '../errors/api-error.ts';
import type { Change, DeleteOptions, ObjectFilter, Objects } from '../in-process/objects.ts';
import type { KubeObject, ObjectKey, Resource } from '../objects/kube-object.ts';
import { matchesSelector } from '../objects/label-selector.ts';
import type { StoredChange } from '../storage/watch-history.ts';
import { fromStored } from './convert.ts';
import type { ObjectService } from './object-service.ts';
import type { ServedResource } from './served-resource.ts';
import type { WriteOptions } from './write-options.ts';

/** The door of the cluster's own controllers, scheduler and node agent: the same verbs without HTTP. */
export class InProcessObjects implements Objects {
  private readonly service: ObjectService;

  constructor(service: ObjectService) {
    this.service = service;
  }

  read(resource: Resource, key: ObjectKey): KubeObject | undefined {
    return this.service.find(this.served(resource), key);
  }

  list(resource: Resource, filter: ObjectFilter = {}): KubeObject[] {
    const { namespace, selector } = filter;
    const objects = this.service.list(this.served(resource), namespace);
    return selector
      ? objects.filter(object => matchesSelector(selector, object.metadata.labels ?? {}))
      : objects;
  }

  create(resource: Resource, object: unknown): Promise<KubeObject> {
    const namespace = (object as Partial<KubeObject>).metadata?.namespace ?? '';
    return this.service.create(this.served(resource), { namespace, body: object, options });
  }

  update(resource: Resource, object: KubeObject): Promise<KubeObject> {
    return this.service.change(this.served(resource), {
      key: keyOf(object),
      options,
      edit: () => ({ body: structuredClone(object) }),
    });
  }

  updateStatus(resource: Resource, object: KubeObject): Promise<KubeObject> {
    return this.service.change(this.served(resource), {
      key: keyOf(object),
      options,
      subresource: 'status',
      edit: () => ({ body: structuredClone(object) }),
    });
  }

  mergePatch(
    resource: Resource,
    key: ObjectKey,
    patch: unknown,
    { subresource }: { subresource?: string } = {},
  ): Promise<KubeObject> {
    return this.service.change(this.served(resource), {
      key,
      options,
      ...(subresource !== undefined && { subresource }),
      edit: current => ({ body: applyMergePatch(current, patch) }),
    });
  }

  async delete(resource: Resource, key: ObjectKey, deletion: DeleteOptions = {}): Promise<void> {
    await this.service.delete(this.served(resource), { ...deletion, key, options });
  }

  watch(resource: Resource, listener: (change: Change) => void): () => void {
    const served = this.served(resource);
    for (const object of this.service.list(served)) listener({ type: 'ADDED', object });
    return this.service.parts.store.onChange(change => {
      if (change.storage === served.storage) listener(changeOf(served, change));
    });
  }

  resources(): Resource[] {
    return this.service.parts.registry
      .stored()
      .map(({ group, version, resource }) => ({ group, version, resource }));
  }

  private served(resource: Resource): ServedResource {
    const served = this.service.parts.registry.find(resource);
    if (!served) throw noSuchPath();
    return served;
  }
}

const options: WriteOptions = {
  dryRun: false,
  fieldManager: 'local-cluster',
  fieldValidation: 'Strict',
  user: clusterUser,
  warn: () => undefined,
};

function keyOf({ metadata }: KubeObject): ObjectKey {
  return { ...(metadata.namespace !== undefined && { namespace: metadata.namespace }), name: metadata.name };
}

function changeOf(served: ServedResource, change: StoredChange): Change {
  return {
    type: change.type,
    object: fromStored(served, change.object),
    ...(change.previous && { previous: fromStored(served, change.previous) }),
  };
}
