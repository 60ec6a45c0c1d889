import { Button } from '@mantine/core';
import { describeNextTry } from '../components/contact-note.tsx';
import { Mark } from '../components/mark.tsx';
import { TopBand } from '../components/top-band.tsx';
import type { Contact } from '../data/cluster-feed.ts';
import { useNow } from '../data/use-now.ts';
import { readSelf } from '../model/cluster.ts';
import { useTitle } from './use-title.ts';
import classes from './waiting-page.module.css';

/** Before the first picture: waiting for an answer, or told why there is none. */
export function WaitingPage({ contact, onAskNow }: { contact: Contact; onAskNow: () => void }) {
  const now = useNow();
  useTitle('Cartridge cluster');
  const self = contact.kind === 'refused' && contact.self ? readSelf(contact.self, []) : null;
  return (
    <>
      <TopBand self={self} user={null} live={false} onLogout={() => {}} />
      <main className={classes.page}>
        {contact.kind === 'lost' || contact.kind === 'refused' ? (
          <>
            <Mark health="bad" large />
            <div role="alert" className={classes.text}>
              <h2 className={classes.title}>
                {self ? `${self.name} is in state ${self.state}` : 'No picture of the cluster yet'}
              </h2>
              <p>{self?.error ?? contact.reason}</p>
            </div>
            <p>
              {describeNextTry(contact.nextTryAt - now)}{' '}
              <Button size="xs" onClick={onAskNow}>
                Try now
              </Button>
            </p>
          </>
        ) : (
          <p role="status">Asking the instance…</p>
        )}
      </main>
    </>
  );
}
