import type { KubeClient } from '../client/client.ts';
import { GoneError } from '../errors.ts';
import type { Resource } from '../resource.ts';

export interface ListAll<T> {
  client: KubeClient;
  resource: Resource<T>;
  namespace?: string | undefined;
  labelSelector?: string | undefined;
  fieldSelector?: string | undefined;
  pageSize: number;
  signal?: AbortSignal | undefined;
  /** called with each page at once, so that a large list is never in memory as a whole */
  onPage: (items: T[], resourceVersion: string) => void;
  /** the pages so far are void: the list starts again */
  onRestart: () => void;
}

/**
 * Lists in pages and returns the resourceVersion to watch from. A continue token that grew too old (410)
 * starts the list again, the second time without pages, which cannot grow old.
 */
export async function listPages<T>(list: ListAll<T>): Promise<string> {
  try {
    return await listOnce(list, list.pageSize);
  } catch (error) {
    if (!(error instanceof GoneError)) throw error;
    list.onRestart();
    return listOnce(list, undefined);
  }
}

async function listOnce<T>(list: ListAll<T>, limit: number | undefined): Promise<string> {
  const { client, resource, namespace, labelSelector, fieldSelector, signal } = list;
  let token: string | undefined;
  for (;;) {
    const page = await client.list(
      resource,
      { namespace, labelSelector, fieldSelector, limit, continue: token },
      { signal, deadlineSeconds: 60 },
    );
    const version = page.metadata.resourceVersion ?? '';
    list.onPage(page.items ?? [], version);
    token = page.metadata.continue || undefined;
    if (token === undefined) return version;
  }
}
