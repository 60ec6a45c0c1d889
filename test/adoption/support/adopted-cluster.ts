import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  condition,
  csvField,
  type GuideValues,
  getObject,
  getObjects,
  type KubernetesObject,
  pollUntil,
  repository,
  type TestCluster,
} from '@cartridge-on-kubernetes/test-kit';
import { expect } from 'vitest';
import { stringify } from 'yaml';
import { openCluster } from '../../guide/support/open-cluster.ts';
import { packApp } from '../../guide/support/pack-app.ts';
import type { EarlierVersion } from './earlier-version.ts';
import { followSection } from './migration-guide.ts';
import { makeEarlierCluster } from './play-earlier-operator.ts';
import { namespace, readTopology, type TopologyRow } from './topology.ts';

/** By StatefulSet. */
export type PodTemplates = Record<string, { spec: { containers: { securityContext?: object }[] } }>;

/** A cluster of an earlier version in the hands of a person who has the migration guide. */
export class AdoptedCluster {
  readonly cluster: TestCluster;
  readonly earlier: EarlierVersion;
  readonly #folder: string;

  constructor(parts: { cluster: TestCluster; earlier: EarlierVersion; folder: string }) {
    this.cluster = parts.cluster;
    this.earlier = parts.earlier;
    this.#folder = parts.folder;
  }

  /** Types the commands of a section of the migration guide. */
  async follow(heading: string): Promise<void> {
    const { cluster, earlier } = this;
    await followSection(heading, { cluster, valuesFile: earlier.valuesFile, version: earlier.version });
  }

  /** `helm upgrade` with the chart of today. */
  async upgrade(values: GuideValues): Promise<void> {
    const file = join(this.#folder, 'values.yaml');
    await writeFile(file, stringify(values));
    const chart = join(repository, 'charts/cartridge');
    await this.cluster.helm('upgrade', '-f', csvField(file), 'test-app', chart, '--namespace', namespace);
  }

  async condition(type: string): Promise<ReturnType<typeof condition>> {
    const object = await getObject(this.cluster, {
      namespace,
      kind: 'clusters.tarantool.io',
      name: 'test-app',
    });
    return condition(object, type);
  }

  /** Of conditions that the new operator alone writes. */
  async untilReady(): Promise<void> {
    await pollUntil({ until: 'the Cluster is Ready', deadlineSeconds: 90 }, async () => {
      expect(await this.condition('Ready')).toMatchObject({ status: 'True' });
    });
  }

  /** Rows may hold less than is seen. */
  async untilTopology(rows: Partial<TopologyRow>[]): Promise<void> {
    await pollUntil({ until: 'all is healthy and in its place', deadlineSeconds: 90 }, async () => {
      expect((await readTopology(this.cluster)).replicasets).toMatchObject(rows);
    });
  }

  statefulSets(): Promise<KubernetesObject[]> {
    return getObjects(this.cluster, namespace, 'statefulsets');
  }

  async podTemplates(): Promise<PodTemplates> {
    const statefulSets = await this.statefulSets();
    return Object.fromEntries(statefulSets.map(({ metadata, spec }) => [metadata.name, spec.template]));
  }

  async stop(): Promise<void> {
    // A real cluster outlives the test, and 0.0.10 has rights over all namespaces.
    const releases = ['test-app', 'tarantool-operator'];
    await this.cluster.helm('uninstall', '--ignore-not-found', '--namespace', namespace, ...releases);
    await this.cluster.stop();
    await rm(this.#folder, { recursive: true });
  }
}

export async function startEarlierCluster(earlier: EarlierVersion): Promise<AdoptedCluster> {
  const cluster = await openCluster();
  const folder = await mkdtemp(join(tmpdir(), 'adoption-'));
  const adopted = new AdoptedCluster({ cluster, earlier, folder });
  try {
    await packApp(cluster, imageOf(earlier.values));
    await makeEarlierCluster(cluster, earlier);
    return adopted;
  } catch (error) {
    await adopted.stop();
    throw error;
  }
}

export function imageOf({ image }: Pick<GuideValues, 'image'>): string {
  return `${image.repository}:${image.tag}`;
}
