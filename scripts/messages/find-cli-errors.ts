import ts from 'typescript';
import { Evaluator } from './evaluate.ts';
import { type Sources, visit } from './sources.ts';

interface FoundCliError {
  code: string;
  /** with {name} for what is only known at run time */
  message: string;
}

/** Every `new CliError(code, message)`, once for each text of the message. */
export function findCliErrors(sources: Sources): FoundCliError[] {
  const evaluator = new Evaluator(sources);
  const found: FoundCliError[] = [];
  for (const file of sources.files)
    visit(file, node => {
      if (!ts.isNewExpression(node) || node.expression.getText() !== 'CliError') return;
      const [code, message] = node.arguments ?? [];
      if (code === undefined || message === undefined || !ts.isStringLiteral(code)) return;
      for (const value of evaluator.evaluate(message))
        if (value.kind === 'text') found.push({ code: code.text, message: value.text });
    });
  return found;
}
