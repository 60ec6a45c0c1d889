/** How an instance, or every instance, treats requests for a while. */
export type Mood =
  /** accepts connections and never answers */
  | 'mute'
  /** answers after the caller has given up, having done what was asked */
  | 'late'
  /** does what was asked, and the connection breaks before the answer */
  | 'loses answers'
  /** does what was asked twice, the second time some seconds later */
  | 'repeats'
  /** nothing listens */
  | 'refuses';

/** What is wrong with the network and the servers now. */
export class Weather {
  isKubernetesAway = false;
  /** shares of the requests to Kubernetes, from 0 to 1 */
  lostAnswers = 0;
  refusals = 0;
  watchLagSeconds = 0;
  readonly #moods = new Map<string, Mood>();
  moodOfAll: Mood | null = null;

  moodOf(pod: string): Mood | null {
    return this.#moods.get(pod) ?? this.moodOfAll;
  }

  setMood(pod: string, mood: Mood | null): void {
    if (mood === null) this.#moods.delete(pod);
    else this.#moods.set(pod, mood);
  }

  clear(): void {
    this.isKubernetesAway = false;
    this.lostAnswers = 0;
    this.refusals = 0;
    this.watchLagSeconds = 0;
    this.#moods.clear();
    this.moodOfAll = null;
  }
}
