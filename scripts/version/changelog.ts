import { checkVersion } from './semantic-version.ts';

/** Kinds of changes by Keep a Changelog 1.1.0, in its order. */
const kinds = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];

/** What is not in the form of Keep a Changelog 1.1.0, as `LINE: problem`. */
export function checkChangelog(text: string): string[] {
  const lines = text.split('\n').map((line, index) => ({ line, number: index + 1 }));
  const headings = lines.filter(({ line }) => /^#/.test(line));
  const problems: string[] = [];
  let seen: string[] = [];
  let lastDate = '9999-12-31';
  for (const [index, { line, number }] of headings.entries()) {
    const report = (problem: string) => problems.push(`${number}: ${problem}`);
    if (index === 0) {
      if (line !== '# Changelog') report('the title is "# Changelog"');
    } else if (index === 1) {
      if (line !== '## [Unreleased]') report('the first section is "## [Unreleased]"');
    } else if (line.startsWith('## ')) {
      const [, version, date = ''] = /^## \[(.+)\] - (\d{4}-\d{2}-\d{2})$/.exec(line) ?? [];
      if (!isVersion(version)) report('a section is "## [VERSION] - YYYY-MM-DD"');
      else if (date > lastDate) report('the newest version comes first');
      lastDate = date;
      seen = [];
    } else {
      const kind = line.replace(/^### /, '');
      if (!kinds.includes(kind)) report(`a part of a section is one of ${kinds.join(', ')}`);
      else if (seen.some(other => kinds.indexOf(other) >= kinds.indexOf(kind)))
        report(`the order is ${kinds.join(', ')}, each at most once in a section`);
      seen.push(kind);
    }
  }
  return problems;
}

function isVersion(text: string | undefined): boolean {
  try {
    return checkVersion(text) !== '';
  } catch {
    return false;
  }
}
