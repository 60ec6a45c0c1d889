import { Fragment } from 'react';
import classes from './prose.module.css';

/** Text in which names such as storages-0-1 and addresses stay on one line where they fit. */
export function Prose({ text }: { text: string }) {
  return text.split(/(\S*\w-\w\S*)/).map((part, index) =>
    index % 2 === 0 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other identity
      <Fragment key={index}>{part}</Fragment>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other identity
      <span key={index} className={classes.name}>
        {part}
      </span>
    ),
  );
}
