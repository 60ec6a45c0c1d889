/**
 * Seconds we wait for an answer; each longer than the server itself takes at worst, so that its own error reaches us.
 * A two-phase commit may take 1 s call + 30 s upload + 10 s prepare + 10 s commit; disabling a dead storage 10 s more.
 */
export const deadlineSeconds = {
  /** answered locally, in every state */
  local: 5,
  /** statistics and issues fan out for 1 s each; boxinfo takes up to 1 s for every dead member in turn */
  read: 30,
  /** one UDP ping */
  probe: 10,
  mutation: 75,
} as const;
