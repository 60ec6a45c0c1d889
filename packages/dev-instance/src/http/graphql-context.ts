import type { Node } from '../cluster/node.ts';

/** What resolvers get besides their arguments: the instance that serves the request, and the user. */
export interface GraphqlContext {
  readonly node: Node;
  /** Null when no user is logged in. */
  readonly username: string | null;
}
