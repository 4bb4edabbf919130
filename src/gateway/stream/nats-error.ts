/** Errors of NATS: which are temporary, and words for people. */
import { messageOf, RingfenceError } from "../../core/errors.ts";
import { printable } from "../../core/terminal/printable.ts";

/** Codes of JetStream's errors. */
export const STREAM_NOT_FOUND = 10_059;
const WRONG_LAST_SEQUENCE = [10_071, 10_164];
const NO_ROOM = [10_023, 10_047, 10_077, 10_122];

/** The code of an error of JetStream; 0 for other errors. */
export function codeOf(error: unknown): number {
  return error instanceof Error && "code" in error && typeof error.code === "number" ? error.code : 0;
}

/** Errors of the client without an answer. A RequestError without a cause means that the connection was lost. */
const NO_ANSWER: readonly string[] = ["TimeoutError", "ConnectionError", "NoResponders", "RequestError"];

/** Whether the same request may succeed later: no answer came, or no room was left. */
export function isTemporary(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const isUnavailable = codeOf(error) === 503 || ("status" in error && error.status === 503);
  return isUnavailable || NO_ROOM.includes(codeOf(error)) || isUnanswered(error);
}

function isUnanswered({ name, cause }: Error): boolean {
  return cause instanceof Error ? isUnanswered(cause) : NO_ANSWER.includes(name);
}

function isForbidden(error: unknown): boolean {
  const { name, message, cause } = error as Error;
  return /permission|authorization/i.test(`${name} ${message}`) || (cause instanceof Error && isForbidden(cause));
}

/** Why a request was refused, in our words. */
export function namedError(error: unknown, what: string): RingfenceError {
  const code = codeOf(error);
  const found = printable(messageOf((error as Error).cause ?? error));
  if (WRONG_LAST_SEQUENCE.includes(code)) {
    const words = "another worker publishes them: a partition has one worker, and nothing is published twice";
    return new RingfenceError("invalid", `cannot ${what}: ${found}: ${words}`, { cause: error });
  }
  if (isForbidden(error)) return new RingfenceError("config", `this user may not ${what} (${found}): see --login`);
  const why = NO_ROOM.includes(code) ? "its store is full" : isTemporary(error) ? `no answer (${found})` : found;
  return new RingfenceError("io", `cannot ${what}: the server of NATS: ${why}`, { cause: error });
}
