/** An error that is sent to another thread loses its class and code, so ours are sent as plain data. */
import { inspect } from "node:util";
import { type ErrorCode, RetryableError, RingfenceError } from "../../core/errors.ts";

export function answerPing(): boolean {
  return true;
}

interface CarriedError {
  readonly carriedCode: ErrorCode | null;
  readonly message: string;
  readonly cause: unknown;
}

/** Answers each call before the next begins: a thread that wakes up to two tasks would answer both at the end. */
export function inTurn<Task, Result>(act: (task: Task) => Result): (task: Task) => Promise<Awaited<Result>> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = last.then(() => act(task)) as Promise<Awaited<Result>>;
    // Settles a step after the result, so that piscina answers first.
    last = result.catch(() => {});
    return result;
  };
}

/** In the worker: wraps `act` so that its RingfenceErrors keep their code. Other errors keep message and stack. */
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
  if (!(error instanceof RingfenceError || error instanceof RetryableError)) throw sendable(error);
  const { message, cause } = error;
  const carriedCode = error instanceof RingfenceError ? error.code : null;
  throw { carriedCode, message, cause: sendable(cause) } satisfies CarriedError;
}

/** An error that cannot be sent would end the thread and hide the cause, so its printable parts are sent. */
function sendable(thrown: unknown): unknown {
  try {
    structuredClone(thrown);
    return thrown;
  } catch {
    if (!(thrown instanceof Error)) return new Error(`cannot be sent to another thread: ${inspect(thrown)}`);
    return Object.assign(new Error(thrown.message, { cause: inspect(thrown.cause) }), { stack: thrown.stack });
  }
}

export function arrivedError(thrown: unknown): unknown {
  if (typeof thrown !== "object" || thrown === null || !("carriedCode" in thrown)) return thrown;
  const { carriedCode, message, cause } = thrown as CarriedError;
  return carriedCode === null
    ? new RetryableError(message, { cause })
    : new RingfenceError(carriedCode, message, { cause });
}
