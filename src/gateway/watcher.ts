/** Who is told of everything that a gateway decides. */
import type { ScreenerEvent } from "../screen/screened-event.ts";
import type { EventClass, Verdict } from "./protocol.ts";

export interface Watcher {
  /** In order, events as they may be kept (kept-event.ts); `secondsEach`: what screening took. */
  decided(events: readonly ScreenerEvent[], verdicts: readonly Verdict[], secondsEach: number): void;
  /** Passed without a look. */
  passed(event: ScreenerEvent): void;
}

export function classOf({ text }: ScreenerEvent): EventClass {
  return typeof text === "string" && text !== "" ? "message" : "call";
}
