import { expect, test } from 'vitest';
import { csvField } from './csv-field.ts';

test.each([
  ['/home/a/values.yaml', '/home/a/values.yaml'],
  ["/home/Zoë's apps/values.yaml", "/home/Zoë's apps/values.yaml"],
  ['a,b.yaml', '"a,b.yaml"'],
  ['the "new" one.yaml', '"the ""new"" one.yaml"'],
  [' leading.yaml', ' leading.yaml'],
  ['two\nlines.yaml', '"two\nlines.yaml"'],
])('%j', (value, field) => {
  expect(csvField(value)).toBe(field);
});
