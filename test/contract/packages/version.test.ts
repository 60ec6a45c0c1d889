import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectVersion, repository } from '@cartridge-on-kubernetes/test-kit';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { checkVersion } from '../../../scripts/version/semantic-version.ts';
import { replaceVersion } from '../../../scripts/version/version-places.ts';
import { listVersionedFiles } from '../../../scripts/version/versioned-files.ts';

const another = '7.77.777-rc.7';
const contents = new Map(
  listVersionedFiles(repository).map(path => [path, readFileSync(join(repository, path), 'utf8')]),
);

/** Lines that have the same number as the version of something else. */
const ofOthers = [
  { files: /^CHANGELOG\.md$|^docs\/decisions\//, line: /./, what: 'history' },
  { files: /./, line: /\b(test-app|shop|simple-app|app):|'shop:|test-app=/i, what: 'images of applications' },
  {
    files: /^packages\/cli\/|^docs\/reference\/messages\.md$/,
    line: /\btag\b|'v?0\.1\.0/,
    what: 'tags that git has of an application',
  },
  { files: /^package-lock\.json$/, line: /"path-root-regex"/, what: 'a dependency of a dependency' },
  { files: /^packages\/local-cluster\//, line: /Kubernetes CRD Swagger/, what: "as a kube-apiserver's" },
  { files: /^packages\/local-cluster\/src\/auth\//, line: /Those of 0\.1\.0/, what: 'history' },
  { files: /\.test\.ts$/, line: /test-app/, what: 'images of applications' },
  {
    files: /^CONTRIBUTING\.md$|^scripts\/version\/|packages\/(version|changelog)\.test\.ts$/,
    line: /./,
    what: 'examples of versions',
  },
];

describe('npm run set-version', () => {
  test('changes every place that names the version', () => {
    const mention = new RegExp(`(?<![\\d.])${projectVersion.replaceAll('.', '\\.')}(?![-+.]?\\d)`);
    const left = [...contents].flatMap(([path, content]) =>
      replaceVersion(path, content, { from: projectVersion, to: another })
        .split('\n')
        .map((line, index) => ({ path, line, place: `${path}:${index + 1}: ${line}` }))
        .filter(({ path, line }) => mention.test(line) && !isOfOthers(path, line)),
    );
    expect(left.map(({ place }) => place)).toEqual([]);
  });

  test('changes nothing else: setting the old version again gives the old files', () => {
    for (const [path, content] of contents) {
      const changed = replaceVersion(path, content, { from: projectVersion, to: another });
      expect(replaceVersion(path, changed, { from: another, to: projectVersion }), path).toBe(content);
    }
  });

  test('packages, charts and the lock file have one version, and name it for each other', () => {
    const own = [...contents].filter(([path]) =>
      /^charts\/[^/]+\/Chart\.yaml$|(^|\/)package\.json$/.test(path),
    );
    for (const [path, content] of own) {
      const changed = replaceVersion(path, content, { from: projectVersion, to: another });
      if (path.endsWith('Chart.yaml')) expect(changed).toContain(`\nversion: ${another}\n`);
      else if (JSON.parse(content).version !== undefined) expect(JSON.parse(changed).version).toBe(another);
    }
    const lock = contents.get('package-lock.json') ?? '';
    expect(replaceVersion('package-lock.json', lock, { from: another, to: projectVersion })).toBe(lock);
  });

  test.each(['0.2', 'v0.2.0', '0.02.0', '1.0.0-', '1.0.0-01', '1.0.0+build', 'latest', '', ' 1.0.0'])(
    'refuses %j',
    text => {
      expect(() => checkVersion(text)).toThrow('Pass a semantic version');
    },
  );

  test('says so in one line, and ends with exit code 1', async () => {
    const { exitCode, stderr, stdout } = await execa(
      'node',
      ['--import', 'tsx', 'scripts/set-version.ts', 'v1'],
      {
        cwd: repository,
        reject: false,
      },
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(/^ {3}⨯ "v1" is not a version\. Pass a semantic version .*$/);
  });

  test.each(['0.2.0', '10.20.30', '1.0.0-rc.1', '1.0.0-0a.b-c'])('takes %j', text => {
    expect(checkVersion(text)).toBe(text);
  });
});

function isOfOthers(path: string, line: string): boolean {
  return ofOthers.some(other => other.files.test(path) && other.line.test(line));
}
