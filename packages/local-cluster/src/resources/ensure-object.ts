import { clusterUser } from '../auth/user-info.ts';
import { ApiError } from '../errors/api-error.ts';
import type { Resource } from '../objects/kube-object.ts';
import type { ObjectService } from './object-service.ts';
import type { WriteOptions } from './write-options.ts';

export interface ObjectBody {
  metadata: { name: string; namespace?: string; [field: string]: unknown };
  [field: string]: unknown;
}

/** Creates the object if it does not exist yet; an existing object stays as it is. */
export async function ensureObject(
  service: ObjectService,
  resource: Resource,
  body: ObjectBody,
): Promise<void> {
  const served = service.parts.registry.find(resource);
  const { namespace, name } = body.metadata;
  if (!served || service.find(served, { ...(namespace !== undefined && { namespace }), name })) return;
  try {
    await service.create(served, { namespace: namespace ?? '', body, options: serverOptions });
  } catch (error) {
    // Another client created the object meanwhile, or its namespace is being deleted.
    if (!(error instanceof ApiError) || error.code >= 500) throw error;
  }
}

export const serverOptions: WriteOptions = {
  dryRun: false,
  fieldManager: 'kube-apiserver',
  fieldValidation: 'Strict',
  user: clusterUser,
  warn: () => undefined,
};
