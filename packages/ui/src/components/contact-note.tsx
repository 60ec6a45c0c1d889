import { Button } from '@mantine/core';
import type { Contact } from '../data/cluster-feed.ts';
import { useNow } from '../data/use-now.ts';
import { formatDuration } from '../model/duration.ts';
import classes from './contact-note.module.css';
import { Mark } from './mark.tsx';

type LostContact = Extract<Contact, { kind: 'lost' | 'refused' }>;

/** Says that what stands below is the past, how old it is, and when the next try comes. */
export function ContactNote(props: { contact: LostContact; receivedAt: number; onAskNow: () => void }) {
  const now = useNow();
  const { contact } = props;
  return (
    <aside className={classes.note} aria-label="Connection">
      <Mark health="bad" />
      <div className={classes.text}>
        <p role="alert" className={classes.title}>
          {contact.kind === 'lost' ? 'Connection lost.' : 'The instance refuses to answer.'} {contact.reason}
        </p>
        <p>
          Below is the picture of {formatTime(props.receivedAt)},{' '}
          {formatDuration((now - props.receivedAt) / 1000)} old.{' '}
          {contact.kind === 'refused' && contact.self?.state && `Its state is ${contact.self.state}. `}
          {describeNextTry(contact.nextTryAt - now)}
        </p>
      </div>
      <Button size="xs" onClick={props.onAskNow}>
        Try now
      </Button>
    </aside>
  );
}

export function describeNextTry(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  return seconds > 0 ? `Next try in ${formatDuration(seconds)}.` : 'Trying…';
}

function formatTime(time: number): string {
  return new Date(time).toLocaleTimeString(undefined, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
}
