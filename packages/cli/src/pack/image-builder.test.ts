import { afterEach, expect, test } from 'vitest';
import { completeReference, findImageBuilder } from './image-builder.ts';

const { PATH } = process.env;
afterEach(() => {
  process.env.PATH = PATH;
});

test.each([
  ['test-app:0.1.0', 'docker.io/library/test-app:0.1.0'],
  ['vanyarock01/test-app:0.1.0', 'docker.io/vanyarock01/test-app:0.1.0'],
  ['localhost/test-app', 'localhost/test-app'],
  ['localhost:5000/test-app:0.1.0', 'localhost:5000/test-app:0.1.0'],
  ['registry.example.com/team/test-app:0.1.0', 'registry.example.com/team/test-app:0.1.0'],
])('%s is %s for Kubernetes', (tag, complete) => {
  expect(completeReference(tag)).toBe(complete);
});

test('says what can be installed where nothing builds images', async () => {
  process.env.PATH = '/nonexistent';
  await expect(findImageBuilder()).rejects.toMatchObject({
    code: 'IMAGE_BUILDER_MISSING',
    message:
      'None of docker, podman and buildah can be used here. Install one, or start the Docker daemon, and try again',
  });
  await expect(findImageBuilder('podman')).rejects.toThrow(/^podman cannot be used here/);
});
