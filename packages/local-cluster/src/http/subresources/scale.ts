import { badRequest, conflict, invalid, noSuchPath, staleObject } from '../../errors/api-error.ts';
import type { KubeObject } from '../../objects/kube-object.ts';
import type { LabelSelector } from '../../objects/label-selector.ts';
import { fieldsOf, numberOf } from '../../objects/object-fields.ts';
import { applyPatch } from '../../patch/apply-patch.ts';
import { formatSelector } from '../../resources/format-selector.ts';
import type { ServedResource } from '../../resources/served-resource.ts';
import { readPath, writePath } from '../../resources/simple-path.ts';
import { isRecord } from '../../schema/decode.ts';
import { fieldErrors } from '../../schema/field-error.ts';
import { builtinSchema } from '../../schema/json-schema.ts';
import { contentType, parseJson, readBody, readObjectBody } from '../request-body.ts';
import { sendJson } from '../respond.ts';
import { writeOptionsOf } from '../write-options-of.ts';
import type { ServeSubresource } from './subresource-call.ts';

/** The number of replicas of anything that has one, as an autoscaling/v1 Scale. */
export const serveScale: ServeSubresource = async (request, { service }, { resource, key, verb }) => {
  if (verb === 'get') return sendJson(request, 200, scaleOf(resource, service.read(resource, key)));
  const type = contentType(request.message);
  const sent =
    verb === 'patch' ? parseJson(await readBody(request.message)) : await readObjectBody(request.message);
  const options = writeOptionsOf(request);
  const object = await service.change(resource, {
    key,
    options,
    ownedAs: 'scale',
    edit(current) {
      const scale = scaleOf(resource, current);
      const schema = builtinSchema('io.k8s.api.autoscaling.v1.Scale');
      const wanted = verb === 'patch' ? applyPatch({ type, schema, current: scale, patch: sent }) : sent;
      return { body: withReplicas(resource, current, wanted) };
    },
  });
  sendJson(request, 200, scaleOf(resource, object));
};

function withReplicas(resource: ServedResource, current: KubeObject, wanted: unknown): KubeObject {
  if (!isRecord(wanted)) throw badRequest('the body of the request is not a Scale');
  const { resourceVersion } = fieldsOf(wanted.metadata);
  if (resourceVersion && resourceVersion !== current.metadata.resourceVersion)
    throw conflict({ ...resource, name: current.metadata.name }, staleObject);
  const replicas = numberOf(fieldsOf(wanted.spec).replicas);
  if (replicas < 0)
    throw invalid({ group: 'autoscaling', kind: 'Scale' }, current.metadata.name, [
      fieldErrors.invalid('spec.replicas', replicas, 'must be greater than or equal to 0'),
    ]);
  const object = structuredClone(current);
  writePath(object, pathsOf(resource).specReplicasPath, replicas);
  return object;
}

function scaleOf(resource: ServedResource, object: KubeObject) {
  const paths = pathsOf(resource);
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const selector = selectorText(paths, object);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: numberOf(readPath(object, paths.specReplicasPath)) },
    status: {
      replicas: numberOf(readPath(object, paths.statusReplicasPath)),
      ...(selector !== '' && { selector }),
    },
  };
}

interface ScalePaths {
  specReplicasPath: string;
  statusReplicasPath: string;
  labelSelectorPath?: string;
}

function pathsOf(resource: ServedResource): ScalePaths {
  if (!resource.custom)
    return {
      specReplicasPath: '.spec.replicas',
      statusReplicasPath: '.status.replicas',
      labelSelectorPath: '.spec.selector',
    };
  if (!resource.custom.scale) throw noSuchPath();
  return resource.custom.scale;
}

function selectorText(paths: ScalePaths, object: KubeObject): string {
  const selector =
    paths.labelSelectorPath === undefined ? undefined : readPath(object, paths.labelSelectorPath);
  if (typeof selector === 'string') return selector;
  return isRecord(selector) ? formatSelector(selector as LabelSelector) : '';
}
