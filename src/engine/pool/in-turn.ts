/**
 * One task after the other, each answered before the next begins. A thread that wakes up to two tasks at once reads
 * both, and piscina then has the second called before it has answered the first: whoever waits for that one's result
 * would wait for both.
 */

/** In the worker: `act`, for a module's function that is handed a task while it is still at another. */
export function inTurn<Task, Result>(act: (task: Task) => Result): (task: Task) => Promise<Awaited<Result>> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = last.then(() => act(task)) as Promise<Awaited<Result>>;
    // Two steps after the result is there. Who awaits it, as piscina does at once, goes on after one.
    last = result.catch(() => {});
    return result;
  };
}
