export * from './action.ts';
export { type AskOrder, askOrder, judgeTopology } from './ask-order.ts';
export * from './describe-action.ts';
export type * from './notice.ts';
export { plan } from './plan.ts';
export type * from './plan-types.ts';
export type * from './snapshot.ts';
