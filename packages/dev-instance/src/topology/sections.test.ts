import { expect, test } from 'vitest';
import { patchSections, replaceSections } from './sections.ts';

test('a patch keeps what it does not name', () => {
  expect(patchSections({ 'a.yml': '1', 'b.yml': '2' }, [{ filename: 'b.yml', content: '3' }])).toEqual({
    'a.yml': '1',
    'b.yml': '3',
  });
});

test.each(['x', 'x.yml'])('null content for %s deletes x.yml', filename => {
  expect(patchSections({ 'x.yml': '1' }, [{ filename, content: null }])).toEqual({});
});

test.each(['topology', 'auth.yml', 'users_acl', 'vshard_groups.yml'])('%s is refused', filename => {
  expect(() => patchSections({}, [{ filename, content: '' }])).toThrow(
    `uploading system section "${filename}" is forbidden`,
  );
});

test('x and x.yml never live together', () => {
  expect(() => patchSections({ 'x.yml': '1', x: '' }, [])).toThrow('Ambiguous sections "x" and "x.yml"');
});

test('a whole config keeps text as it is and writes the rest as YAML', () => {
  const toYaml = (value: unknown) => JSON.stringify(value);
  expect(replaceSections({ 'init.lua': 'return 1', app: { a: 1 }, gone: null }, toYaml)).toEqual({
    'init.lua': 'return 1',
    'app.yml': '{"a":1}',
  });
});
