/** What blocklist and text match answered of each event, in columns. */
import { LISTED, listingsFound } from "../../src/detect/blocklist/found.ts";
import { scriptsFound } from "../../src/detect/matcher/found.ts";
import { columnsByteLength, layColumns } from "../../src/core/columns.ts";
import type { Findings } from "../../src/event/findings.ts";
import { type DigestWords, addRecordToDigest } from "../../src/metrics/digest.ts";

export const NOT_SCREENED = -2;
const ANSWER = 1;

function columnSpec(events: number) {
  return {
    /** ABSENT, FILTER_ONLY or LISTED. */
    listed: ["u8", events],
    /** Number of the template, -1 for none, NOT_SCREENED before. */
    template: ["i32", events],
    distance: ["u16", events],
    length: ["u16", events],
  } as const;
}

export interface AnswersHandle {
  readonly buffer: SharedArrayBuffer;
  readonly events: number;
}

/** Columns over one SharedArrayBuffer: each worker writes those of its batches. */
export class Answers {
  readonly handle: AnswersHandle;
  readonly listed: Uint8Array;
  readonly template: Int32Array;
  readonly distance: Uint16Array;
  readonly length: Uint16Array;

  constructor(handle: AnswersHandle) {
    const { listed, template, distance, length } = layColumns(handle.buffer, columnSpec(handle.events));
    this.handle = handle;
    this.listed = listed;
    this.template = template;
    this.distance = distance;
    this.length = length;
  }

  static allocate(events: number): Answers {
    return new Answers({ buffer: new SharedArrayBuffer(columnsByteLength(columnSpec(events))), events });
  }

  /** Takes a screened batch's answers as those of events [from, from + count). */
  take(findings: Findings, from: number, count: number): void {
    const match = scriptsFound(findings);
    this.listed.set(listingsFound(findings).caller.subarray(0, count), from);
    this.template.set(match.template.subarray(0, count), from);
    this.distance.set(match.distance.subarray(0, count), from);
    this.length.set(match.length.subarray(0, count), from);
  }

  /** Forgets everything: an event that is not screened then has no verdict that any pipeline gives. */
  clear(): void {
    this.template.fill(NOT_SCREENED);
  }

  /** Over every answer; the event's number is its identity. */
  digest(): DigestWords {
    const digest = new Uint32Array(2);
    for (const [event, template] of this.template.entries()) {
      const listed = this.listed[event] === LISTED ? 1 : 0;
      addRecordToDigest(digest, ANSWER, [event, listed, template, this.distance[event]!, this.length[event]!]);
    }
    return digest;
  }

  get matches(): number {
    return this.template.reduce((sum, template) => sum + (template >= 0 ? 1 : 0), 0);
  }

  get listings(): number {
    return this.listed.reduce((sum, answer) => sum + (answer === LISTED ? 1 : 0), 0);
  }
}
