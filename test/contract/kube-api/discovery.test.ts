import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Body, openTarget, type Target } from './target.ts';

const facts = fileURLToPath(
  new URL('../../../packages/local-cluster/fixtures/kubernetes-1.34/discovery.json.gz', import.meta.url),
);
const { legacy, aggregated } = JSON.parse(gunzipSync(readFileSync(facts)).toString('utf8'));
const groupVersions = Object.keys(legacy).filter(path => /^\/api\/v1$|^\/apis\/[^/]+\/[^/]+$/.test(path));

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

test.each(groupVersions)('%s announces what a kube-apiserver 1.34 does', async path => {
  const { body } = await target.send({ path });
  expect(byName(body.resources)).toEqual(byName(legacy[path].resources));
});

test.each(['/api', '/apis'])('%s announces all of it in one document', async path => {
  const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
  const { body, headers } = await target.send({ path, headers: { accept } });
  expect(headers['content-type']).toBe(accept);
  const groups = (document: Body) => document.items.map((item: Body) => item.metadata.name ?? '');
  expect(groups(body)).toEqual(expect.arrayContaining(groups(aggregated[path])));
});

test('the version is the one whose API this is', async () => {
  expect((await target.send({ path: '/version' })).body).toMatchObject({ major: '1', minor: '34' });
});

function byName(resources: Body[]): Body {
  return Object.fromEntries(
    resources.map(({ storageVersionHash: _hash, ...resource }) => [resource.name, resource]),
  );
}
