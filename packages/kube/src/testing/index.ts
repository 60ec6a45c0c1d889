export { type ApiAnswer, ApiModel, refusal } from './api-model.ts';
export { eventually } from './eventually.ts';
export type { ApiRequest, Refusal, SeenRequest } from './exchange.ts';
export { FakeApiServer } from './fake-api-server.ts';
export type { Change } from './stored-objects.ts';
