import { VisuallyHidden } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { describeChanges } from '../model/changes.ts';
import type { ClusterView } from '../model/cluster.ts';

/** Announces changes to users of a screen reader. Silent on the first picture. */
export function Announcer({ view }: { view: ClusterView }) {
  const previous = useRef(view);
  const [said, setSaid] = useState('');
  useEffect(() => {
    const changes = describeChanges(previous.current, view);
    previous.current = view;
    if (changes.length > 0) setSaid(changes.join(' '));
  }, [view]);
  return (
    <VisuallyHidden role="log" aria-label="Changes" aria-live="polite">
      {said}
    </VisuallyHidden>
  );
}
