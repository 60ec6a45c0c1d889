export { type Clock, sleep } from './clock.ts';
export { type Deadline, type DeadlineOptions, startDeadline } from './deadline.ts';
export type { ConnectOptions, HttpBody, HttpClient, HttpRequest, HttpResponse, TlsOptions } from './http.ts';
export { nodePlatform } from './node-platform.ts';
export { type Platform, randomId } from './platform.ts';
