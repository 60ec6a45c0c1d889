export type { OperatorOptions } from './assemble.ts';
export { type OperatorConfig, readConfig } from './config.ts';
export { logLines } from './log-lines.ts';
export { createLogger, type Logger } from './logger.ts';
export { describeMetrics } from './metrics.ts';
export { type RunningOperator, startOperator } from './operator.ts';
export { type Operator, runOperator } from './run-operator.ts';
