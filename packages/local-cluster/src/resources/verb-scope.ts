import type { KubeObject } from '../objects/kube-object.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import type { KindRules, RuleContext } from './kind-rules.ts';
import type { ResourceRegistry } from './resource-registry.ts';
import type { ServedResource } from './served-resource.ts';

/** Changes an object in place before it is validated, or throws the refusal. */
export interface Admission {
  admitCreate(object: KubeObject, context: RuleContext): void;
  admitUpdate(object: KubeObject, previous: KubeObject, context: RuleContext): void;
}

/** What every verb works with. */
export interface ServiceParts {
  store: ObjectStore;
  registry: ResourceRegistry;
  admission: Admission;
  now(): Date;
}

/** One call of one verb: the resource, its rules and the moment. */
export interface VerbScope extends ServiceParts {
  resource: ServedResource;
  rules: KindRules;
  context: RuleContext;
}
