import type { Node } from '../cluster/node.ts';

/** What resolvers get besides their arguments: the instance that is asked, and who asks. */
export interface GraphqlContext {
  readonly node: Node;
  /** Null when nobody logged in. */
  readonly username: string | null;
}
