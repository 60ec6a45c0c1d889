import type { Answer, Body } from '../target.ts';
import type { Step, Story } from './story.ts';

/** An answer without what differs from run to run: uids, versions, times, given addresses and names. */
export function plainAnswer(
  answer: Answer,
  context: { names: Record<string, string>; story: Story; step: Step },
): Record<string, unknown> {
  const { names, story, step } = context;
  const sent = JSON.stringify(story);
  const plain = (text: string) => withoutTimes(withoutNames(text, names), sent);
  const warnings = [answer.headers.warning ?? []].flat();
  const body = plainValue(answer.body, { plain, hasOwners: story.owners === true });
  return {
    code: answer.code,
    ...(warnings.length > 0 && { warnings: warnings.map(plain) }),
    ...(step.show ? { shown: picked(body, step.show) } : body !== undefined && { body }),
  };
}

interface Plainness {
  plain(text: string): string;
  hasOwners: boolean;
}

function plainValue(value: Body, how: Plainness, key = ''): Body {
  if (typeof value === 'string') return plainText(value, how, key);
  if (key === 'nodePort' || key === 'healthCheckNodePort') return '<port>';
  if (Array.isArray(value)) return value.map(item => plainValue(item, how, key));
  if (typeof value !== 'object' || value === null) return value;
  if (value.kind === 'Table') return plainTable(value, how);
  if (value.kind === 'Status' && value.details?.causes?.length > 1) return inOrder(value, how);
  const entries = Object.entries(value)
    // Null and absent are one to every client; hashes tell builds of the server apart.
    .filter(([, item]) => item !== null)
    .filter(([name]) => name !== 'storageVersionHash' && (name !== 'managedFields' || how.hasOwners))
    .map(([name, item]) => [
      how.plain(name),
      name === 'managedFields' ? plainOwners(item, how) : plainValue(item, how, name),
    ]);
  return Object.fromEntries(entries);
}

/** Of several causes kube-apiserver finds, the order is that of a Go map: chance. */
function inOrder(status: Body, how: Plainness): Body {
  const message = status.message.replace(/ is invalid: \[.*\]$/s, ' is invalid: [...]');
  const text = (cause: Body) => `${cause.field} ${cause.message}`;
  const causes = [...status.details.causes].sort((a, b) => (text(a) < text(b) ? -1 : 1));
  const { details, ...rest } = status;
  return {
    ...plainValue({ ...rest, kind: '', message }, how),
    kind: 'Status',
    details: plainValue({ ...details, causes }, how),
  };
}

function plainText(text: string, { plain }: Plainness, key: string): string {
  if (text === '') return text;
  if (key === 'resourceVersion') return text === '0' ? text : '<version>';
  if (key === 'continue') return '<continue>';
  if ((key === 'clusterIP' || key === 'clusterIPs') && text !== 'None') return '<address>';
  return plain(text);
}

function withoutNames(text: string, names: Record<string, string>): string {
  let result = text;
  for (const [name, value] of Object.entries(names))
    result = result.replaceAll(value, `<${name.toLowerCase()}>`);
  return result
    .replace(/in record \(\d+\)/g, 'in record (<version>)')
    .replace(/kube-api-access-\w{5}/g, 'kube-api-access-<random>')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uid>');
}

/** Times that the story sends are part of its answers; the other times are those of the run. */
function withoutTimes(text: string, sent: string): string {
  return text.replace(/(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?Z/g, (time, seconds) =>
    sent.includes(seconds) ? time : '<time>',
  );
}

/** One line an owner. */
function plainOwners(owners: Body, { plain }: Plainness): string[] {
  const lines = owners.map((owner: Body) =>
    plain(
      [
        owner.manager,
        owner.operation,
        owner.apiVersion,
        ...(owner.subresource ? [owner.subresource] : []),
        JSON.stringify(owner.fieldsV1),
      ].join(' '),
    ),
  );
  // They come by time in whole seconds: which of two is first is chance.
  return lines.sort();
}

/** Columns by name and row by row, ages and addresses left out. */
function plainTable(table: Body, how: Plainness): Body {
  const columns: string[] = (table.columnDefinitions ?? []).map((column: Body) =>
    `${column.name} ${column.type} ${column.format} ${column.priority}`.replace('  ', ' '),
  );
  const names: string[] = (table.columnDefinitions ?? []).map((column: Body) => column.name);
  const rows = (table.rows ?? []).map((row: Body) =>
    row.cells.map((cell: Body, index: number) => {
      if (typeof cell !== 'string') return cell;
      if (['Age', 'Last Seen', 'First Seen', 'Duration', 'Created At'].includes(names[index] ?? ''))
        return cell.replace(/^(\d+[smhdy])+/, '<age>').replace(/^\d{4}-.*Z$/, '<age>');
      if (names[index] === 'Cluster-IP' && cell !== 'None' && cell !== '<none>') return '<address>';
      return how.plain(cell.replace(/:\d{5}\//g, ':<port>/'));
    }),
  );
  return { kind: 'Table', columns, rows };
}

function picked(body: Body, paths: string[]): Record<string, unknown> {
  return Object.fromEntries(
    paths.map(path => {
      let value = body;
      for (const part of path.split('.')) value = value?.[part];
      return [path, value === undefined ? '<absent>' : value];
    }),
  );
}
