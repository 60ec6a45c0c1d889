import { describe, expect, test } from 'vitest';
import { builtinSchema } from '../schema/json-schema.ts';
import { applyStrategicMergePatch } from './strategic-merge-patch.ts';

const podSpec = builtinSchema('io.k8s.api.core.v1.PodSpec');
const deploymentSpec = builtinSchema('io.k8s.api.apps.v1.DeploymentSpec');
const objectMeta = builtinSchema('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta');
const named = (...names: string[]) => names.map(name => ({ name, image: `${name}:1` }));

describe('lists with a merge key', () => {
  test('change the element of that key', () => {
    const patch = { containers: [{ name: 'b', image: 'b:2' }] };
    expect(applyStrategicMergePatch(podSpec, { containers: named('a', 'b') }, patch)).toEqual({
      containers: [
        { name: 'a', image: 'a:1' },
        { name: 'b', image: 'b:2' },
      ],
    });
  });

  test('lose what is marked as deleted', () => {
    const patch = { containers: [{ name: 'a', $patch: 'delete' }] };
    expect(applyStrategicMergePatch(podSpec, { containers: named('a', 'b') }, patch)).toEqual({
      containers: named('b'),
    });
  });

  test('are replaced whole when told so', () => {
    const patch = { containers: [...named('c'), { $patch: 'replace' }] };
    expect(applyStrategicMergePatch(podSpec, { containers: named('a', 'b') }, patch)).toEqual({
      containers: named('c'),
    });
  });

  test('take the order that is set', () => {
    const patch = {
      '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }],
      containers: [{ name: 'a', image: 'a:2' }],
    };
    const result = applyStrategicMergePatch(podSpec, { containers: named('a', 'b') }, patch) as {
      containers: Array<{ name: string }>;
    };
    expect(result.containers.map(container => container.name)).toEqual(['b', 'a']);
  });
});

test('lists without a merge key are replaced', () => {
  const patch = { tolerations: [{ key: 'b' }] };
  expect(applyStrategicMergePatch(podSpec, { tolerations: [{ key: 'a' }] }, patch)).toEqual({
    tolerations: [{ key: 'b' }],
  });
});

test('single values merge, and go by $deleteFromPrimitiveList', () => {
  expect(applyStrategicMergePatch(objectMeta, { finalizers: ['a'] }, { finalizers: ['b'] })).toEqual({
    finalizers: ['a', 'b'],
  });
  expect(
    applyStrategicMergePatch(
      objectMeta,
      { finalizers: ['a', 'b'] },
      { '$deleteFromPrimitiveList/finalizers': ['a'] },
    ),
  ).toEqual({ finalizers: ['b'] });
});

test('$retainKeys drops the other members of a union', () => {
  const current = { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } };
  const patch = { strategy: { $retainKeys: ['type'], type: 'Recreate' } };
  expect(applyStrategicMergePatch(deploymentSpec, current, patch)).toEqual({
    strategy: { type: 'Recreate' },
  });
});

test('null removes a field', () => {
  expect(applyStrategicMergePatch(podSpec, { hostname: 'a', subdomain: 'b' }, { hostname: null })).toEqual({
    subdomain: 'b',
  });
});
