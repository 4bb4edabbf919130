/**
 * The answers of a worker on their way to the main thread: one after the other, and with their errors whole. An error
 * that is sent to another thread loses its class and its code, so a RingfenceError or PassingError is sent as plain
 * data.
 */
import { inspect } from "node:util";
import { type Marked, markStepsIn } from "../../core/thread-marks.ts";
import { type ErrorCode, PassingError, RingfenceError } from "../../core/errors.ts";

/** In the worker: answers once the module is loaded, and marks its steps where the main thread looks. */
export function answerPing({ marks }: Marked): boolean {
  markStepsIn(marks);
  return true;
}

interface CarriedError {
  /** Null of a PassingError. */
  readonly carriedCode: ErrorCode | null;
  readonly message: string;
  readonly cause: unknown;
}

/**
 * In the worker: `act`, for a module's function that is handed a task while it is still at another: each is answered
 * before the next begins. A thread that wakes up to two tasks at once reads both, and piscina then has the second
 * called before it has answered the first: whoever waits for that one's result would wait for both.
 */
export function inTurn<Task, Result>(act: (task: Task) => Result): (task: Task) => Promise<Awaited<Result>> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = last.then(() => act(task)) as Promise<Awaited<Result>>;
    // Two steps after the result is there. Who awaits it, as piscina does at once, goes on after one.
    last = result.catch(() => {});
    return result;
  };
}

/** In the worker: `act`, whose RingfenceErrors keep their code. Errors of other classes keep message and stack. */
export function carryErrors<Args extends unknown[], Result>(act: (...args: Args) => Result): (...args: Args) => Result {
  return (...args) => {
    try {
      const result = act(...args);
      return result instanceof Promise ? (result.catch(throwCarried) as Result) : result;
    } catch (error) {
      return throwCarried(error);
    }
  };
}

function throwCarried(error: unknown): never {
  if (!(error instanceof RingfenceError || error instanceof PassingError)) throw sendable(error);
  const { message, cause } = error;
  const carriedCode = error instanceof RingfenceError ? error.code : null;
  throw { carriedCode, message, cause: sendable(cause) } satisfies CarriedError;
}

/** What cannot be sent would end the thread, as if that were what went wrong: of it goes what can be said. */
function sendable(thrown: unknown): unknown {
  try {
    structuredClone(thrown);
    return thrown;
  } catch {
    if (!(thrown instanceof Error)) return new Error(`cannot be sent to another thread: ${inspect(thrown)}`);
    return Object.assign(new Error(thrown.message, { cause: inspect(thrown.cause) }), { stack: thrown.stack });
  }
}

/** In the main thread: what a worker threw, as it was. */
export function arrivedError(thrown: unknown): unknown {
  if (typeof thrown !== "object" || thrown === null || !("carriedCode" in thrown)) return thrown;
  const { carriedCode, message, cause } = thrown as CarriedError;
  return carriedCode === null
    ? new PassingError(message, { cause })
    : new RingfenceError(carriedCode, message, { cause });
}
