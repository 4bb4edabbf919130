/**
 * What can go wrong because of the world outside: input, files, options. Our own mistakes are
 * `assert` (assert.ts). Each code belongs to one exit code of the command line.
 */
export const ERROR_EXIT_CODES = {
  /** Bad usage: an unknown option, a missing argument, a value out of range. */
  usage: 2,
  /** A scenario, template file or other configuration that does not hold together. */
  config: 2,
  /** A comparison found that something got worse, or an objective was missed. */
  regression: 3,
  /** There was nothing to measure, or too little to tell. */
  noData: 4,
  /** What was measured must not be used: the generator of events could not keep up, for instance. */
  invalid: 5,
  /** A conservation law did not hold: the figures cannot be trusted, so none are shown. */
  invariant: 6,
  /** A file could not be read or written, or a worker was lost for good. */
  io: 7,
} as const;

/** What kind of error it is; `ERROR_EXIT_CODES` has the exit code of each. */
export type ErrorCode = keyof typeof ERROR_EXIT_CODES;

/** An error with a code, whose message says what was expected, what was found, where, and what to do. */
export class RingfenceError extends Error {
  override readonly name = "RingfenceError";
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  /** Also of an engine that comes with its own copy of this package: another class of the same name. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === "RingfenceError" && "code" in value;
  }

  get exitCode(): number {
    return ERROR_EXIT_CODES[this.code];
  }
}

export function usageError(words: string): RingfenceError {
  return new RingfenceError("usage", words);
}

/** Another try of the same task may succeed: another thread was late, for instance. */
export class RetryableError extends Error {
  override readonly name = "RetryableError";
}

/** The system's code of an error, ENOENT for example; empty when it has none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
