import dns from 'node:dns';
import { isIP } from 'node:net';
import type { ShimSettings } from './shim-settings.ts';

/** As `ndots:5` of a pod's resolv.conf: names with fewer dots are tried below the search domains first. */
const dotsOfFullName = 5;

type LookupCallback = (
  error: NodeJS.ErrnoException | null,
  address?: string | dns.LookupAddress[],
  family?: number,
) => void;

/** Makes dns.lookup ask the pod's hosts, then the cluster's name server; names they do not know go on to the system. */
export function redirectLookups(settings: ShimSettings): void {
  const systemLookup = dns.lookup as (
    hostname: string,
    options: dns.LookupOptions,
    callback: LookupCallback,
  ) => void;
  const resolver = lazyResolver(settings);

  const lookup = (hostname: string, given: unknown, callback: LookupCallback): void => {
    const options = (
      typeof given === 'object' && given !== null ? given : { family: Number(given ?? 0) }
    ) as dns.LookupOptions;
    if (!hostname || isIP(hostname) || hostname === 'localhost') {
      systemLookup(hostname, options, callback);
      return;
    }
    resolve(hostname).then(addresses => {
      const first = addresses?.[0];
      if (!addresses || !first) systemLookup(hostname, options, callback);
      else if (options.all)
        callback(
          null,
          addresses.map(address => ({ address, family: 4 })),
        );
      else callback(null, first, 4);
    }, callback);
  };

  const resolve = async (hostname: string): Promise<string[] | undefined> => {
    const own = settings.hosts[hostname.replace(/\.$/, '').toLowerCase()];
    return own ? [own] : resolveInCluster(candidates(hostname, settings));
  };

  const resolveInCluster = async (names: string[]): Promise<string[] | undefined> => {
    for (const name of names) {
      const addresses = await resolver().resolve4(name).catch(refuseUnlessUnknown(name, settings));
      if (addresses) return addresses;
    }
    return undefined;
  };

  dns.lookup = Object.assign(
    (hostname: string, optionsOrCallback: unknown, callback?: LookupCallback) => {
      if (callback) lookup(hostname, optionsOrCallback, callback);
      else lookup(hostname, {}, optionsOrCallback as LookupCallback);
    },
    { __promisify__: dns.lookup.__promisify__ },
  ) as typeof dns.lookup;
  dns.promises.lookup = ((hostname: string, options: dns.LookupOptions = {}) =>
    new Promise((resolve, reject) => {
      lookup(hostname, options, (error, address, family) => {
        if (error) reject(error);
        else resolve(Array.isArray(address) ? address : { address: address ?? '', family: family ?? 4 });
      });
    })) as typeof dns.promises.lookup;
}

/** Throws the name server's error for a name of the cluster's domain, unless it says that the name is unknown. */
function refuseUnlessUnknown(
  name: string,
  settings: ShimSettings,
): (error: NodeJS.ErrnoException) => undefined {
  return error => {
    if (
      !name.endsWith(`.${settings.clusterDomain}`) ||
      settings.searchDomains.some(domain => domain === name)
    )
      return undefined;
    if (error.code === 'ENOTFOUND' || error.code === 'ENODATA') return undefined;
    throw error;
  };
}

function candidates(hostname: string, settings: ShimSettings): string[] {
  const name = hostname.replace(/\.$/, '').toLowerCase();
  const full = name.endsWith(`.${settings.clusterDomain}`);
  if (full || hostname.endsWith('.')) return full ? [name] : [];
  const dots = name.split('.').length - 1;
  return dots >= dotsOfFullName ? [] : settings.searchDomains.map(domain => `${name}.${domain}`);
}

function lazyResolver(settings: ShimSettings): () => dns.promises.Resolver {
  let resolver: dns.promises.Resolver | undefined;
  return () => {
    if (!resolver) {
      resolver = new dns.promises.Resolver({ timeout: 1000, tries: 3 });
      resolver.setServers([`${settings.dns.address}:${settings.dns.port}`]);
    }
    return resolver;
  };
}
