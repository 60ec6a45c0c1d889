export * from './action.ts';
export * from './describe-action.ts';
export type * from './notice.ts';
export type * from './plan-types.ts';
export type * from './snapshot.ts';
