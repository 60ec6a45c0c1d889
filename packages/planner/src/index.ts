export * from './action.ts';
export { type AskOrder, askOrder, judgeTopology } from './ask-order.ts';
export { repeatDeed, repeatFailure } from './back-off.ts';
export * from './describe-action.ts';
export { unknownHost } from './name-unknown.ts';
export type * from './notice.ts';
export { plan } from './plan.ts';
export type * from './plan-types.ts';
export type * from './snapshot.ts';
