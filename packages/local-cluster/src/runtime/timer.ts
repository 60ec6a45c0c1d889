/** Node holds a delay in 31 bits of milliseconds and takes a longer one for 1 ms. Source: Node.js, `setTimeout`. */
const longestDelayMilliseconds = 2 ** 31 - 1;
/** How often an alarm reads the wall clock: a timer is not due earlier where the clock is set or the machine sleeps. */
const clockReadMilliseconds = 30_000;

export interface Timer {
  cancel(): void;
}

/** Runs `task` once after the delay, however long it is: a grace period or a time-out may be given as years. */
export function startTimer(delayMilliseconds: number, task: () => void): Timer {
  let left = delayMilliseconds;
  return startSteps(() => {
    const step = Math.min(left, longestDelayMilliseconds);
    left -= step;
    return step;
  }, task);
}

/** Runs `task` once the wall clock shows this time (milliseconds since 1970), also where the clock is set meanwhile. */
export function startAlarm(time: number, task: () => void): Timer {
  return startSteps(() => Math.min(time - Date.now(), clockReadMilliseconds), task);
}

/** `nextStep` gives the next delay in milliseconds; none is left at 0 or below. */
function startSteps(nextStep: () => number, task: () => void): Timer {
  const first = nextStep();
  let timer = setTimeout(first > 0 ? goOn : task, first);
  function goOn(): void {
    const step = nextStep();
    if (step > 0) timer = setTimeout(goOn, step);
    else task();
  }
  return { cancel: () => clearTimeout(timer) };
}
