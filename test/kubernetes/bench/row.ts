export interface Row {
  what: string;
  ours: string;
  /** Go operator 0.0.10 */
  peer: string;
  goal: string;
}
