import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { Announcer } from '../components/announcer.tsx';
import { ChangesPanel } from '../components/changes-panel.tsx';
import { ClusterMap } from '../components/cluster-map.tsx';
import { ContactNote } from '../components/contact-note.tsx';
import { FailoverPanel } from '../components/failover-panel.tsx';
import { FilterBar } from '../components/filter-bar.tsx';
import { HeadlineBlock } from '../components/headline.tsx';
import { IssueList } from '../components/issue-list.tsx';
import { ReplicasetSection } from '../components/replicaset-section.tsx';
import { SuggestionList } from '../components/suggestion-list.tsx';
import { TopBand } from '../components/top-band.tsx';
import { UnjoinedList } from '../components/unjoined-list.tsx';
import { VshardPanel } from '../components/vshard-panel.tsx';
import type { Contact, Picture } from '../data/cluster-feed.ts';
import { readCluster } from '../model/cluster.ts';
import { emptyFilter, filterCluster, listRoles } from '../model/filter.ts';
import classes from './cluster-page.module.css';
import { useFilter } from './use-filter.ts';
import { useTitle } from './use-title.ts';

/** A cluster too small to be searched needs no search. */
const searchableFrom = 5;

/** From how many replicasets on narrow cards side by side are easier to survey than wide rows. */
const manyFrom = 9;

export function ClusterPage(props: {
  picture: Picture;
  contact: Contact;
  onAskNow: () => void;
  onLogout: () => void;
}) {
  const { picture, contact } = props;
  const view = useMemo(() => readCluster(picture.answer), [picture.answer]);
  const [filter, setFilter] = useFilter();
  const found = filterCluster(view, filter);
  const stale = contact.kind === 'lost' || contact.kind === 'refused';
  const app = view.self.appName ?? 'Cartridge cluster';
  useTitle(`${stale ? 'Connection lost' : view.headline.title} – ${app}`);

  return (
    <>
      <a className={classes.skip} href="#instances">
        Skip to the instances
      </a>
      <TopBand self={view.self} user={view.user} live={contact.kind === 'live'} onLogout={props.onLogout} />
      {stale && <ContactNote contact={contact} receivedAt={picture.receivedAt} onAskNow={props.onAskNow} />}
      <Announcer view={view} />
      <main className={classes.page} data-stale={stale || undefined}>
        <div className={classes.summary}>
          <HeadlineBlock headline={view.headline} stale={stale} />
          {view.self.error !== null && <p className={classes.error}>{view.self.error}</p>}
          <ClusterMap replicasets={view.replicasets} />
        </div>
        <div className={classes.columns}>
          <div className={classes.main}>
            <IssueList issues={view.issues} />
            <SuggestionList suggestions={view.suggestions} />
            <section id="instances" tabIndex={-1} className={classes.instances} aria-label="Replicasets">
              {(found.totalCount >= searchableFrom || found.shownCount < found.totalCount) && (
                <FilterBar filter={filter} roles={listRoles(view)} found={found} onChange={setFilter} />
              )}
              {found.shownCount === 0 && found.totalCount > 0 && (
                <p>
                  Nothing matches.{' '}
                  <Button variant="default" size="xs" onClick={() => setFilter(emptyFilter)}>
                    Show all
                  </Button>
                </p>
              )}
              <h2 className={classes.hidden}>Replicasets</h2>
              <div
                className={classes.replicasets}
                data-many={found.replicasets.length >= manyFrom || undefined}
              >
                {found.replicasets.map(replicaset => (
                  <ReplicasetSection key={replicaset.uuid} replicaset={replicaset} />
                ))}
              </div>
              <UnjoinedList instances={found.unjoined} />
            </section>
          </div>
          <aside className={classes.side} aria-label="About the cluster">
            <VshardPanel groups={view.vshardGroups} />
            <FailoverPanel failover={view.failover} />
            <ChangesPanel />
          </aside>
        </div>
      </main>
    </>
  );
}
