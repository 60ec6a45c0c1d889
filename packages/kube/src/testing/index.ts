export { eventually } from './eventually.ts';
export type { Refusal, SeenRequest } from './exchange.ts';
export { FakeApiServer } from './fake-api-server.ts';
