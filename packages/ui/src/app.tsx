import { createTheme, MantineProvider } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import type { AdminApi } from './data/admin-api.ts';
import type { ClusterFeed } from './data/cluster-feed.ts';
import { ClusterPage } from './pages/cluster-page.tsx';
import { LoginPage } from './pages/login-page.tsx';
import { WaitingPage } from './pages/waiting-page.tsx';

const theme = createTheme({ respectReducedMotion: true, cursorType: 'pointer' });

/** Which page fits what is known. Styles come from files only, so a strict Content-Security-Policy fits. */
export function App({ api, feed }: { api: AdminApi; feed: ClusterFeed }) {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <CurrentPage api={api} feed={feed} />
    </MantineProvider>
  );
}

function CurrentPage({ api, feed }: { api: AdminApi; feed: ClusterFeed }) {
  const { picture, contact } = useSyncExternalStore(feed.subscribe, feed.state);
  const onAskNow = () => feed.askSoon();

  // Signed out or not: what the instance answers next shows it.
  const onLogout = () => {
    api.logout().then(onAskNow, onAskNow);
  };

  if (contact.kind === 'unauthorized') {
    return <LoginPage onLogin={credentials => api.login(credentials).then(() => feed.askNow())} />;
  }
  if (picture === null) return <WaitingPage contact={contact} onAskNow={onAskNow} />;
  return <ClusterPage picture={picture} contact={contact} onAskNow={onAskNow} onLogout={onLogout} />;
}
