import './mantine.css';
import './theme.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { createAdminApi } from './data/admin-api.ts';
import { createBrowserFeed } from './data/browser-feed.ts';
import { readPrefix } from './data/prefix.ts';

const api = createAdminApi({
  prefix: readPrefix(window.location.pathname),
  fetch: (input, init) => window.fetch(input, init),
});
const feed = createBrowserFeed(api);
const root = document.getElementById('root');

if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App api={api} feed={feed} />
    </StrictMode>,
  );
}
