/** Events and verdicts as the obvious pipeline hands them about: objects, cloned from thread to thread. */
import type { Row } from "../../src/rows/row.ts";

/** A call, or a message where `text` is not null. `line` is its identity; the label is nobody's business here. */
export type ObviousEvent = Row & { readonly caller: string };

export interface ObviousVerdict {
  readonly line: number;
  readonly listed: boolean;
  /** Position of the nearest template in the list, or -1. */
  readonly template: number;
  /** Edit distance to it; 0 without one. */
  readonly distance: number;
}

export interface ObviousKnowledge {
  /** Callers, mobile numbers without +86. */
  readonly blocklist: readonly string[];
  readonly templates: readonly string[];
}
