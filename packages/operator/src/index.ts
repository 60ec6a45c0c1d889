export { type OperatorConfig, readConfig } from './config.ts';
export { createLogger, type Logger } from './logger.ts';
export { describeMetrics } from './metrics.ts';
export { type Operator, type RunOptions, runOperator } from './run-operator.ts';
