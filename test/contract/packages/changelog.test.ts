import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '@cartridge-on-kubernetes/test-kit';
import { expect, test } from 'vitest';
import { checkChangelog } from '../../../scripts/version/changelog.ts';

test('CHANGELOG.md has the form of Keep a Changelog', () => {
  expect(checkChangelog(readFileSync(join(repository, 'CHANGELOG.md'), 'utf8'))).toEqual([]);
});

const start = ['# Changelog', '', '## [Unreleased]', ''];
const wellFormed = [
  ...start,
  '### Added',
  '- a',
  '### Fixed',
  '- b',
  '',
  '## [0.2.0] - 2024-02-01',
  '### Added',
];

test('a section for each version, the newest first, is well formed', () => {
  expect(checkChangelog([...wellFormed, '## [0.1.0] - 2024-01-01', '### Added'].join('\n'))).toEqual([]);
});

test.each([
  { lines: ['# History', '## [Unreleased]'], problem: '1: the title is "# Changelog"' },
  { lines: ['# Changelog', '## 0.1.0'], problem: '2: the first section is "## [Unreleased]"' },
  { lines: [...start, '## 0.1.0'], problem: '5: a section is "## [VERSION] - YYYY-MM-DD"' },
  { lines: [...start, '## [0.1] - 2024-01-01'], problem: '5: a section is "## [VERSION] - YYYY-MM-DD"' },
  { lines: [...start, '## [0.1.0] - soon'], problem: '5: a section is "## [VERSION] - YYYY-MM-DD"' },
  { lines: [...wellFormed, '## [0.1.0] - 2025-01-01'], problem: '12: the newest version comes first' },
  {
    lines: [...start, '### New'],
    problem: expect.stringMatching(/^5: a part of a section is one of Added,/),
  },
  { lines: [...start, '### Fixed', '### Added'], problem: expect.stringMatching(/^6: the order is Added,/) },
  { lines: [...start, '### Added', '### Added'], problem: expect.stringMatching(/^6: the order is Added,/) },
])('$lines is not', ({ lines, problem }) => {
  expect(checkChangelog(lines.join('\n'))).toEqual([problem]);
});
