interface Timer {
  due: number;
  /** order of creation: of two timers due at the same time the one made earlier runs first */
  order: number;
  task: (() => void) | null;
}

/** Time that passes by going from one timer to the next. Nothing else may make anything happen. */
export class VirtualTime {
  readonly #timers: Timer[] = [];
  #now = 0;
  #order = 0;

  /** milliseconds since the beginning */
  get now(): number {
    return this.#now;
  }

  after(delayMilliseconds: number, task: () => void): () => void {
    const timer: Timer = { due: this.#now + Math.max(0, delayMilliseconds), order: this.#order++, task };
    push(this.#timers, timer);
    return () => {
      timer.task = null;
    };
  }

  /** Goes on for so long, or until it is over. What follows from a task happens before the next one. */
  async pass(milliseconds: number, isOver: () => boolean = () => false): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      const next = this.#timers[0];
      if (next === undefined || next.due > end) break;
      pop(this.#timers);
      if (next.task === null) continue;
      this.#now = next.due;
      next.task();
      await everythingThatFollows();
      if (isOver()) return;
    }
    this.#now = end;
  }
}

/** Promises that are settled by now, and what waits for them, and so on: all of that comes before a macrotask. */
function everythingThatFollows(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}

function isBefore(left: Timer, right: Timer): boolean {
  return left.due < right.due || (left.due === right.due && left.order < right.order);
}

/** A binary heap: the parent of `at` is `(at - 1) >> 1`. */
function push(heap: Timer[], timer: Timer): void {
  let at = heap.length;
  heap.push(timer);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent] as Timer;
    if (!isBefore(timer, above)) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = timer;
}

function pop(heap: Timer[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    if (left >= heap.length) break;
    const right = left + 1;
    const least = right < heap.length && isBefore(heap[right] as Timer, heap[left] as Timer) ? right : left;
    if (!isBefore(heap[least] as Timer, last)) break;
    heap[at] = heap[least] as Timer;
    at = least;
  }
  heap[at] = last;
}
