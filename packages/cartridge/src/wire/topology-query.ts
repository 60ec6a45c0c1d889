import type { SchemaFeatures } from './schema-features.ts';

/** Fields of one FailoverAPI object. */
export function failoverFields(features: SchemaFeatures): string {
  const optional = known(features, 'failover', [
    'failover_timeout',
    'fencing_enabled',
    'fencing_timeout',
    'fencing_pause',
    'leader_autoreturn',
    'autoreturn_delay',
    'check_cookie_hash',
  ]);
  return `mode state_provider ${optional}
    tarantool_params { uri password } etcd2_params { prefix lock_delay endpoints username password }`;
}

export const selfFields = 'uri uuid alias state error app_name instance_name';

export function knownRolesFields(features: SchemaFeatures): string {
  return `name dependencies ${known(features, 'role', ['implies_router', 'implies_storage'])}`;
}

/**
 * Everything of a cluster in one query, so that instances and replicasets come from one topology snapshot.
 * Later fields are asked for only where the schema has them.
 */
export function topologyQuery(features: SchemaFeatures): string {
  return `query {
  servers {
    uuid uri alias status message disabled priority labels { name value } replicaset { uuid }
    ${known(features, 'server', ['zone'])}
    boxinfo {
      general { version ro uptime ${known(features, 'boxinfo.general', ['http_port'])} }
      replication { replication_info { id uuid upstream_status upstream_message downstream_status } }
    }
    statistics { vshard_buckets_count quota_used_ratio arena_used_ratio items_used_ratio }
  }
  replicasets {
    uuid alias status roles weight vshard_group all_rw
    master { uuid } active_master { uuid } servers { uuid }
  }
  cluster {
    self { ${selfFields} }
    known_roles { ${knownRolesFields(features)} }
    vshard_groups { name bucket_count bootstrapped }
    can_bootstrap_vshard
    failover_params { ${failoverFields(features)} }
    issues { level topic message replicaset_uuid instance_uuid }
    ${suggestions(features)}
  }
}`;
}

function suggestions(features: SchemaFeatures): string {
  const selections: Record<string, string> = {
    refine_uri: '{ uuid uri_old uri_new }',
    force_apply: '{ uuid config_mismatch config_locked operation_error }',
    disable_servers: '{ uuid }',
    restart_replication: '{ uuid }',
  };
  const parts = Object.entries(selections)
    .filter(([field]) => features.has('suggestions', field))
    .map(([field, selection]) => `${field} ${selection}`);
  return parts.length > 0 && features.has('apicluster', 'suggestions')
    ? `suggestions { ${parts.join(' ')} }`
    : '';
}

function known(features: SchemaFeatures, type: string, fields: readonly string[]): string {
  return fields.filter(field => features.has(type, field)).join(' ');
}
