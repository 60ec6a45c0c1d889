import ts from 'typescript';
import { type Sources, visit } from './sources.ts';

interface FoundLogLine {
  level: string;
  text: string;
}

const LEVELS: ReadonlySet<string> = new Set(['debug', 'info', 'warn', 'error', 'fatal']);

/** Every call `log.level(…, 'text')`. Throws for one without a constant text, as it could not be searched for. */
export function findLogLines(sources: Sources): FoundLogLine[] {
  const found: FoundLogLine[] = [];
  for (const file of sources.files)
    visit(file, node => {
      const level = ts.isCallExpression(node) ? levelOf(node.expression) : null;
      if (!ts.isCallExpression(node) || level === null) return;
      const text = node.arguments.find(ts.isStringLiteralLike)?.text;
      if (text === undefined)
        throw new Error(`${file.fileName}: a log line without a constant text: ${node.getText()}`);
      found.push({ level, text });
    });
  return found;
}

/** The level of `log.level` and `….log.level`; null for other expressions. */
function levelOf(expression: ts.Expression): string | null {
  if (!ts.isPropertyAccessExpression(expression) || !LEVELS.has(expression.name.text)) return null;
  const logger = expression.expression;
  const name = ts.isPropertyAccessExpression(logger) ? logger.name.text : logger.getText();
  return name === 'log' ? expression.name.text : null;
}
