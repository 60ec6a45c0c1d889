/** Node holds a delay in 31 bits of milliseconds and takes a longer one for 1 ms. Source: Node.js, `setTimeout`. */
const longestDelayMilliseconds = 2 ** 31 - 1;

/** `fiber.sleep`: roles pass TIMEOUT_INFINITY (500 years) or math.huge to sleep until they are cancelled. */
export async function sleepFor(seconds: number): Promise<void> {
  let left = seconds * 1000;
  do {
    const step = Math.min(left, longestDelayMilliseconds);
    await new Promise(resolve => setTimeout(resolve, step));
    left -= step;
  } while (left > 0);
}
