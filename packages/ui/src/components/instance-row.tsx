import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useId, useState } from 'react';
import { counted, formatCount } from '../model/counted.ts';
import type { InstanceView } from '../model/instance.ts';
import { formatPercent } from '../model/memory.ts';
import { instanceAnchor } from './anchor.ts';
import { InstanceDetails } from './instance-details.tsx';
import classes from './instance-row.module.css';
import { Mark } from './mark.tsx';
import { Meter } from './meter.tsx';
import { Prose } from './prose.tsx';
import { Tag } from './tag.tsx';

/** One instance in one line; what is read only now and then unfolds below. */
export function InstanceRow({ instance, allRw }: { instance: InstanceView; allRw: boolean }) {
  const [open, setOpen] = useState(false);
  const detailsId = useId();
  return (
    <li
      id={instanceAnchor(instance.key)}
      tabIndex={-1}
      className={classes.row}
      data-health={instance.health}
      data-leads={leads(instance) || undefined}
      data-without={listMissing(instance)}
    >
      <span className={classes.station}>
        <Mark health={instance.health} />
      </span>
      <div className={classes.identity}>
        <h4 className={classes.name}>{instance.name}</h4>
        <p className={classes.tags}>
          <LeadershipTags instance={instance} allRw={allRw} />
        </p>
        {instance.name !== instance.uri && (
          <p className={classes.uri} title={instance.uri}>
            {instance.uri}
          </p>
        )}
      </div>
      <Status instance={instance} />
      <Buckets instance={instance} />
      <Memory instance={instance} />
      {instance.uptime !== null && <p className={classes.uptime}>up {instance.uptime}</p>}
      <UnstyledButton
        className={classes.toggle}
        aria-expanded={open}
        aria-controls={detailsId}
        onClick={() => setOpen(!open)}
      >
        <VisuallyHidden>Details of {instance.name}</VisuallyHidden>
        <svg className={classes.chevron} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
          <path d="m3.5 6 4.5 4.5L12.5 6" fill="none" stroke="currentColor" strokeWidth="2" />
        </svg>
      </UnstyledButton>
      <div id={detailsId} className={classes.details} hidden={!open}>
        {open && <InstanceDetails instance={instance} />}
      </div>
    </li>
  );
}

function leads(instance: InstanceView): boolean {
  return instance.leadership === 'leader' || instance.leadership === 'leads for now';
}

/** Routers hold no buckets, and dead instances report nothing: in their rows the status gets the free space. */
function listMissing(instance: InstanceView): string {
  return [instance.buckets === null && 'buckets', instance.memory === null && 'memory']
    .filter(part => part !== false)
    .join(' ');
}

function LeadershipTags({ instance, allRw }: { instance: InstanceView; allRw: boolean }) {
  return (
    <>
      {instance.leadership === 'leader' && <Tag tone="strong">Leader</Tag>}
      {instance.leadership === 'leads for now' && <Tag tone="strong">Leads for now</Tag>}
      {instance.leadership === 'configured leader' && <Tag tone="warning">Configured leader</Tag>}
      {readOnlyTag(instance, allRw)}
      {!instance.electable && <Tag>Never leads</Tag>}
    </>
  );
}

/** A replica is normally read-only. The tag is a warning on a leader, or where all instances should be writable. */
function readOnlyTag(instance: InstanceView, allRw: boolean) {
  if (instance.readOnly === null || instance.uuid === null) return null;
  if (leads(instance) || allRw) return instance.readOnly ? <Tag tone="warning">Read-only</Tag> : null;
  return instance.readOnly ? <Tag>Read-only</Tag> : <Tag tone="warning">Writable</Tag>;
}

function Status({ instance }: { instance: InstanceView }) {
  const { status } = instance;
  return (
    <div className={classes.status}>
      <p className={classes.word}>
        {status.word}
        {instance.issueCount > 0 && (
          <a href="#issues" className={classes.issues}>
            {counted(instance.issueCount, 'issue')}
          </a>
        )}
      </p>
      {status.message !== null && (
        <p className={classes.message}>
          <Prose text={status.message} />
        </p>
      )}
    </div>
  );
}

function Buckets({ instance }: { instance: InstanceView }) {
  if (instance.buckets === null) return null;
  const { count, sharePercent, moving } = instance.buckets;
  return (
    <div className={classes.buckets}>
      {sharePercent !== null && <Meter percent={sharePercent} />}
      <p>
        {formatCount(count)} <span className={classes.unit}>{count === 1 ? 'bucket' : 'buckets'}</span>
        {sharePercent !== null && <span className={classes.unit}> · {formatPercent(sharePercent)}</span>}
      </p>
      {moving > 0 && <p className={classes.unit}>{formatCount(moving)} moving</p>}
    </div>
  );
}

function Memory({ instance }: { instance: InstanceView }) {
  if (instance.memory === null) return null;
  const { memory } = instance;
  return (
    <div className={classes.memory}>
      <Meter percent={memory.usedPercent} behindPercent={memory.reservedPercent} health={memory.health} />
      <p>
        {memory.text} <span className={classes.unit}>memory</span>
        {memory.health !== 'good' && <strong className={classes.full}> almost full</strong>}
      </p>
    </div>
  );
}
