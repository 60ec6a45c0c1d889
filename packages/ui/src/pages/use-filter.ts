import { useEffect, useState } from 'react';
import { type ClusterFilter, emptyFilter, type HealthFilter } from '../model/filter.ts';

/** The filter lives in the address, so that a reload or a colleague sees the same. */
export function useFilter(): [ClusterFilter, (filter: ClusterFilter) => void] {
  const [filter, setFilter] = useState(() => parseFilter(window.location.search));
  useEffect(() => {
    const query = formatFilter(filter);
    window.history.replaceState(null, '', `${window.location.pathname}${query}${window.location.hash}`);
  }, [filter]);
  return [filter, setFilter];
}

function parseFilter(query: string): ClusterFilter {
  const fields = new URLSearchParams(query);
  const health = fields.get('health');
  return {
    text: fields.get('q') ?? '',
    role: fields.get('role') ?? '',
    health: health === 'trouble' || health === 'healthy' ? (health satisfies HealthFilter) : 'all',
  };
}

function formatFilter(filter: ClusterFilter): string {
  const fields = new URLSearchParams();
  if (filter.text !== emptyFilter.text) fields.set('q', filter.text);
  if (filter.role !== emptyFilter.role) fields.set('role', filter.role);
  if (filter.health !== emptyFilter.health) fields.set('health', filter.health);
  return fields.size === 0 ? '' : `?${fields}`;
}
