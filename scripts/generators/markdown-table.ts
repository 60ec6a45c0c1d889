export type MarkdownRow = readonly string[];

export function markdownTable(head: MarkdownRow, rows: readonly MarkdownRow[]): string {
  return [head, head.map(() => '---'), ...rows]
    .map(row => `| ${row.map(escapeCell).join(' | ')} |`)
    .join('\n');
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|');
}
