import { NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import type { ClusterFilter, FilteredCluster, HealthFilter } from '../model/filter.ts';
import classes from './filter-bar.module.css';

const healthChoices: Array<{ value: HealthFilter; label: string }> = [
  { value: 'all', label: 'All' },
  { value: 'trouble', label: 'Trouble' },
  { value: 'healthy', label: 'Healthy' },
];

export function FilterBar(props: {
  filter: ClusterFilter;
  roles: readonly string[];
  found: FilteredCluster;
  onChange: (filter: ClusterFilter) => void;
}) {
  const { filter, found, onChange } = props;
  return (
    <search className={classes.bar} aria-label="Instances">
      <TextInput
        className={classes.text}
        type="search"
        aria-label="Search instances"
        placeholder="Name, address, zone, role…"
        value={filter.text}
        onChange={event => onChange({ ...filter, text: event.currentTarget.value })}
      />
      <NativeSelect
        aria-label="Role"
        value={filter.role}
        onChange={event => onChange({ ...filter, role: event.currentTarget.value })}
        data={[{ value: '', label: 'Any role' }, ...props.roles.map(role => ({ value: role, label: role }))]}
      />
      <SegmentedControl
        aria-label="Health"
        value={filter.health}
        onChange={health => onChange({ ...filter, health: health as HealthFilter })}
        data={healthChoices}
      />
      <p className={classes.count} role="status">
        {found.shownCount === found.totalCount
          ? `${found.totalCount} instances`
          : `${found.shownCount} of ${found.totalCount} instances`}
      </p>
    </search>
  );
}
