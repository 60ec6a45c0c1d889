import { Environment } from '@marcbachmann/cel-js';
import { withKubernetesFunctions } from './cel-kubernetes.ts';

export type CelProgram = (context: Record<string, unknown>) => unknown;

let environment: Environment | undefined;
const programs = new Map<string, CelProgram>();

/** A compiled rule; parsed once, however many objects it judges. */
export function celProgram(expression: string): CelProgram {
  environment ??= withKubernetesFunctions(
    new Environment({
      unlistedVariablesAreDyn: true,
      homogeneousAggregateLiterals: false,
      enableOptionalTypes: true,
    }),
  );
  let program = programs.get(expression);
  if (!program) {
    const parsed = environment.parse(expression);
    program = context => parsed(context) as unknown;
    programs.set(expression, program);
  }
  return program;
}
