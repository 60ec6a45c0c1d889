import { isDeepStrictEqual } from 'node:util';
import { ApiError } from '../../errors/api-error.ts';
import type { KubeObject } from '../../objects/kube-object.ts';
import { fieldsOf, listOf, textOf } from '../../objects/object-fields.ts';
import { timestamp } from '../../objects/timestamp.ts';
import type { Log } from '../../runtime/log.ts';
import { serverOptions } from '../ensure-object.ts';
import { cleanupFinalizer } from '../kinds/custom-resource-definition.ts';
import type { ObjectService } from '../object-service.ts';
import { RetriedWork } from '../retried-work.ts';
import { customResources } from './custom-resource.ts';

const storage = 'apiextensions.k8s.io/customresourcedefinitions';

/**
 * Serves what CustomResourceDefinitions announce as soon as they are stored, reports that in their
 * conditions, and deletes the objects of a definition that goes. Returns the function that stops it.
 */
export async function serveCustomDefinitions(service: ObjectService, log: Log): Promise<() => void> {
  const { store, registry } = service.parts;
  const retried = new RetriedWork(log);
  const stop = store.onChange(change => {
    const { object } = change;
    if (change.storage === storage) {
      const { name } = object.metadata;
      if (change.type === 'DELETED') registry.removeCustom(name);
      else retried.start(`Serving definition ${name}`, () => accept(service, object));
      return;
    }
    if (change.type !== 'DELETED') return;
    const owner = definitionOf(service, change.storage);
    if (owner?.metadata.deletionTimestamp === undefined) return;
    retried.start(`Removing definition ${owner.metadata.name}`, () => cleanUp(service, owner));
  });
  await Promise.all(store.list(storage).map(definition => accept(service, definition)));
  return () => {
    stop();
    retried.stop();
  };
}

async function accept(service: ObjectService, definition: KubeObject): Promise<void> {
  const { registry } = service.parts;
  const { name, generation } = definition.metadata;
  // Status updates keep the generation and need no new discovery document.
  if (registry.customGeneration(name) !== generation)
    registry.setCustom(name, generation, customResources(definition));
  if (definition.metadata.deletionTimestamp === undefined) await reportStatus(service, definition);
  else await cleanUp(service, definition);
}

async function reportStatus(service: ObjectService, definition: KubeObject): Promise<void> {
  const { names, versions } = fieldsOf(definition.spec);
  const storageVersion = textOf(listOf(versions).find(version => version.storage === true)?.name);
  const old = fieldsOf(definition.status);
  const kept = Array.isArray(old.storedVersions) ? old.storedVersions : [];
  const status = {
    conditions: [
      condition(service, old, {
        type: 'NamesAccepted',
        reason: 'NoConflicts',
        message: 'no conflicts found',
      }),
      condition(service, old, {
        type: 'Established',
        reason: 'InitialNamesAccepted',
        message: 'the initial names have been accepted',
      }),
    ],
    acceptedNames: names,
    storedVersions: kept.includes(storageVersion) ? kept : [...kept, storageVersion],
  };
  if (isDeepStrictEqual(status, old)) return;
  await updateDefinition(service, definition, 'status', current => ({ ...current, status }));
}

function condition(
  service: ObjectService,
  status: Record<string, unknown>,
  wanted: { type: string; reason: string; message: string },
) {
  const existing = listOf(status.conditions).find(
    held => held.type === wanted.type && held.status === 'True',
  );
  return existing ?? { ...wanted, status: 'True', lastTransitionTime: timestamp(service.parts.now()) };
}

async function cleanUp(service: ObjectService, definition: KubeObject): Promise<void> {
  if (!definition.metadata.finalizers?.includes(cleanupFinalizer)) return;
  const { store, registry } = service.parts;
  const spec = fieldsOf(definition.spec);
  const resource = customResources(definition)[0];
  const instances = store.list(`${textOf(spec.group)}/${textOf(fieldsOf(spec.names).plural)}`);
  if (!resource || instances.length === 0) {
    await updateDefinition(service, definition, undefined, current => ({
      ...current,
      metadata: {
        ...current.metadata,
        finalizers: current.metadata.finalizers?.filter(name => name !== cleanupFinalizer),
      },
    }));
    return;
  }
  const stored = registry.storedForm(resource);
  await Promise.all(
    instances
      .filter(instance => instance.metadata.deletionTimestamp === undefined)
      .map(({ metadata: { namespace, name } }) =>
        service
          .delete(stored, {
            key: { ...(namespace !== undefined && { namespace }), name },
            options: serverOptions,
          })
          .catch(ignoreRefusal),
      ),
  );
}

function definitionOf(service: ObjectService, changed: string): KubeObject | undefined {
  const [group, plural] = changed.split('/');
  return service.parts.store.read(storage, { name: `${plural}.${group}` });
}

async function updateDefinition(
  service: ObjectService,
  definition: KubeObject,
  subresource: string | undefined,
  edit: (current: KubeObject) => unknown,
): Promise<void> {
  const resource = service.parts.registry.find({
    group: 'apiextensions.k8s.io',
    version: 'v1',
    resource: 'customresourcedefinitions',
  });
  if (!resource) return;
  const key = { name: definition.metadata.name };
  await service.change(resource, {
    key,
    options: serverOptions,
    edit: current => ({ body: edit(current) }),
    ...(subresource !== undefined && { subresource }),
  });
}

/** The definition or the object was deleted meanwhile; the next change is handled anew. */
function ignoreRefusal(error: unknown): void {
  if (!(error instanceof ApiError)) throw error;
}
