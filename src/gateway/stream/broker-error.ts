/** What servers of NATS refuse, and why: what may pass, and words for people. */
import { messageOf, RingfenceError } from "../../core/errors.ts";
import { printable } from "../../core/terminal/printable.ts";

/** Something else lies where something was to be published: another was quicker. */
export class Overtaken extends Error {
  override readonly name = "Overtaken";
  /** The last message of the subject; null: there is none. */
  readonly last: Uint8Array | null;

  constructor(last: Uint8Array | null) {
    super("another message lies there");
    this.last = last;
  }
}

/** Names of errors. A stream without a leader has nobody who answers, which the client takes for no JetStream. */
const UNANSWERED = ["TimeoutError", "NoRespondersError", "RequestError", "ConnectionError", "JetStreamNotEnabled"];
/** Codes of JetStream's errors. */
const NO_ROOM = [10_023, 10_047, 10_077, 10_122];

/** Of an error of JetStream; 0 of any other. */
export function codeOf(error: unknown): number {
  return error instanceof Error && "code" in error && typeof error.code === "number" ? error.code : 0;
}

/** Nothing more can be stored. */
export function isFull(error: unknown): boolean {
  return NO_ROOM.includes(codeOf(error));
}

/** No answer came, or none could: what was asked may have been done. */
export function isUnanswered(error: unknown): boolean {
  if (!(error instanceof Error) || isForbidden(error)) return false;
  const status = "status" in error ? Number(error.status) : 0;
  return UNANSWERED.includes(error.name) || status === 503 || status === 408;
}

/** Whether the same may well be done later. */
export function mayPass(error: unknown): boolean {
  return isUnanswered(error) || isFull(error) || (error instanceof RingfenceError && error.code === "io");
}

/** Why something is not stored yet, of an error that may pass. */
export function whyUnstored(error: unknown): string {
  return isFull(error) ? "the store of the server is full" : "no acknowledgement comes";
}

/** The client wraps it in an error of requests. */
function isForbidden({ name, cause }: Error): boolean {
  return [name, cause instanceof Error ? cause.name : ""].includes("PermissionViolationError");
}

/** An address for people: without user and password. */
export function shownUrl(url: string): string {
  return printable(url.replaceAll(/(\/\/|,|^)[^/,]*@/g, "$1"));
}

/** Why a request was refused, in words of ours; an error that is none of the server's stays as it is. */
export function brokerError(error: unknown, url: string, what = "use this server"): unknown {
  if (!(error instanceof Error) || error instanceof RingfenceError) return error;
  const at = `--nats ${shownUrl(url)}`;
  const cause = error.cause instanceof Error ? error.cause : null;
  const named = [error.name, cause?.name ?? ""];
  const is = (...names: readonly string[]): boolean => names.some((name) => named.includes(name));
  const as = (code: "io" | "config", words: string): RingfenceError =>
    new RingfenceError(code, `${at}: ${words}`, { cause: error });
  if (is("AuthorizationError", "UserAuthenticationExpiredError")) {
    return as("config", "the server refuses this user: name a file with user and password with --login");
  }
  if (isForbidden(error) || /permissions violation/i.test(error.message)) {
    return as("config", `this user may not ${what}: ${printable(error.message)}: name one who may with --login`);
  }
  if (/certificate|altnames/i.test(error.message)) {
    const words = "its certificate is vouched for by nobody that is trusted here, or is for another name";
    return as(
      "config",
      `${words} (${printable(error.message)}): name who vouches with --ca, and the server as it does`,
    );
  }
  if (/does not support 'tls'/.test(messageOf(cause ?? error)))
    return as("config", "this server has no TLS: expected nats://");
  if (is("JetStreamNotEnabled"))
    return as("config", "the server has no JetStream: start it with jetstream in its file");
  if (error instanceof Overtaken) return as("io", `cannot ${what}: another did at the same time: try again`);
  if (isFull(error)) return as("io", `cannot ${what}: the store of the server is full`);
  if (codeOf(error) > 0) return as("io", `cannot ${what}: ${printable(error.message)}`);
  if (is("ConnectionError", "TimeoutError", "NoRespondersError", "RequestError", "ClosedConnectionError")) {
    return as("io", `cannot ${what}: no answer from a server of NATS there (${printable(messageOf(cause ?? error))})`);
  }
  return as("io", `cannot ${what}: ${printable(error.message)}`);
}
