// Parts of undici by themselves: its index also loads fetch, caches, WebSocket and mocks, which takes ten times as
// long (0.3 s) and twice the memory. The version is pinned, so these paths hold.

declare module 'undici/lib/api/api-request.js' {
  import type { Dispatcher } from 'undici';

  const request: (this: Dispatcher, options: Dispatcher.RequestOptions) => Promise<Dispatcher.ResponseData>;
  export default request;
}

declare module 'undici/lib/dispatcher/agent.js' {
  export { Agent as default } from 'undici';
}
