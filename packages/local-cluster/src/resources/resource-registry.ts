import type { Resource } from '../objects/kube-object.ts';
import { builtinGroups, groupVersionOf, type ServedGroup, type ServedResource } from './served-resource.ts';

/** What the API serves at this moment: built-in kinds and those of established CustomResourceDefinitions. */
export class ResourceRegistry {
  private readonly builtin = builtinGroups();
  private readonly custom = new Map<
    string,
    { generation: number | undefined; resources: ServedResource[] }
  >();
  private byPath = new Map<string, ServedResource>();
  private merged: ServedGroup[] = [];

  constructor() {
    this.rebuild();
  }

  find(resource: Resource): ServedResource | undefined {
    return this.byPath.get(pathOf(resource));
  }

  findKind(group: string, version: string, kind: string): ServedResource | undefined {
    return this.all().find(
      resource => resource.kind === kind && resource.group === group && resource.version === version,
    );
  }

  groups(): ServedGroup[] {
    return this.merged;
  }

  all(): ServedResource[] {
    return [...this.byPath.values()];
  }

  /** One version of each stored resource: what garbage collection and namespace deletion walk over. */
  stored(): ServedResource[] {
    return this.all().filter(
      resource =>
        resource.verbs.includes('list') &&
        resource.verbs.includes('delete') &&
        resource.version === resource.storageVersion.version &&
        resource.group === resource.storageVersion.group,
    );
  }

  /** The served resource in the version its objects are kept in. */
  storedForm(resource: ServedResource): ServedResource {
    return this.find({ ...resource.storageVersion, resource: resource.resource }) ?? resource;
  }

  isBuiltinGroup(group: string): boolean {
    return this.builtin.some(candidate => candidate.name === group);
  }

  /** The generation of the definition that is served, if any. */
  customGeneration(definitionName: string): number | undefined {
    return this.custom.get(definitionName)?.generation;
  }

  setCustom(definitionName: string, generation: number | undefined, resources: ServedResource[]): void {
    this.custom.set(definitionName, { generation, resources });
    this.rebuild();
  }

  removeCustom(definitionName: string): void {
    if (this.custom.delete(definitionName)) this.rebuild();
  }

  private rebuild(): void {
    this.merged = [...this.builtin, ...this.customGroups()];
    this.byPath = new Map(
      this.merged
        .flatMap(group => group.versions.flatMap(version => version.resources))
        .map(resource => [pathOf(resource), resource]),
    );
  }

  private customGroups(): ServedGroup[] {
    const groups = new Map<string, Map<string, ServedResource[]>>();
    for (const resource of [...this.custom.values()].flatMap(({ resources }) => resources)) {
      const versions = groups.get(resource.group) ?? new Map<string, ServedResource[]>();
      groups.set(resource.group, versions);
      versions.set(resource.version, [...(versions.get(resource.version) ?? []), resource]);
    }
    return [...groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, versions]) => ({
        name,
        versions: [...versions]
          .sort(([a], [b]) => compareVersions(a, b))
          .map(([version, resources]) => ({ version, resources })),
      }));
  }
}

function pathOf(resource: Resource): string {
  return `${groupVersionOf(resource)}/${resource.resource}`;
}

/** Kubernetes' order of versions: stable before beta before alpha, newest first; the first is preferred. */
function compareVersions(a: string, b: string): number {
  const [left, right] = [rank(a), rank(b)];
  if (!left || !right) return left ? -1 : right ? 1 : a < b ? -1 : 1;
  return right.stability - left.stability || right.major - left.major || right.minor - left.minor;
}

function rank(version: string) {
  const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
  if (!match) return undefined;
  const stability = { alpha: 0, beta: 1 }[match[2] as 'alpha' | 'beta'] ?? 2;
  return { stability, major: Number(match[1]), minor: Number(match[3] ?? 0) };
}
