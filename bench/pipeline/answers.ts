/** What a pipeline answered of each event, in columns, and how two pipelines' answers are held against each other. */
import { LISTED, listingsFound } from "../../src/detect/blocklist/found.ts";
import { scriptsFound } from "../../src/detect/matcher/found.ts";
import { columnsByteLength, layColumns } from "../../src/core/columns.ts";
import { RingfenceError } from "../../src/core/errors.ts";
import type { Findings } from "../../src/event/findings.ts";
import { type DigestWords, addRecordToDigest } from "../../src/metrics/digest.ts";
import { printable } from "../../src/core/terminal/printable.ts";
import type { ObviousEvent, ObviousVerdict } from "../obvious/event.ts";

const NOT_SCREENED = -2;
/** The kind of the digest's records. */
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

  private constructor(handle: AnswersHandle) {
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

  static attach(handle: AnswersHandle): Answers {
    return new Answers(handle);
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

  /** Adds every answer to `digest`; the event's number is its identity. */
  addTo(digest: DigestWords): void {
    for (const [event, template] of this.template.entries()) {
      const listed = this.listed[event] === LISTED ? 1 : 0;
      addRecordToDigest(digest, ANSWER, [event, listed, template, this.distance[event]!, this.length[event]!]);
    }
  }

  get matches(): number {
    return this.template.reduce((sum, template) => sum + (template >= 0 ? 1 : 0), 0);
  }

  get listings(): number {
    return this.listed.reduce((sum, answer) => sum + (answer === LISTED ? 1 : 0), 0);
  }
}

const LONGEST_SHOWN = 120;

/**
 * Throws RingfenceError "invariant", with the event, when a verdict differs from the answer to event `from` + its
 * position. Of an approximate matcher, templates that differ are counted instead; returns how many.
 */
export function checkVerdicts(
  answers: Answers,
  from: number,
  events: readonly ObviousEvent[],
  verdicts: readonly ObviousVerdict[],
  isApproximate = false,
): number {
  let differing = 0;
  if (events.length !== verdicts.length) {
    throw new RingfenceError(
      "invariant",
      `${events.length} events were screened, but ${verdicts.length} verdicts came`,
    );
  }
  for (const [position, { line, caller, text }] of events.entries()) {
    const at = from + position;
    const found = describe(answers.listed[at] === LISTED, answers.template[at]!, answers.distance[at]!);
    const { listed, template, distance, line: verdictLine } = verdicts[position]!;
    const expected = describe(listed, template, distance);
    if (found === expected && line === verdictLine) continue;
    const isScreened = answers.template[at] !== NOT_SCREENED;
    if (isApproximate && isScreened && line === verdictLine && listed === (answers.listed[at] === LISTED)) {
      differing++;
      continue;
    }
    throw new RingfenceError(
      "invariant",
      `event ${line}: ringfence says ${found}; the obvious pipeline says ${expected} (of event ${verdictLine}). ` +
        `Caller ${printable(caller)}, text ${printable((text ?? "none").slice(0, LONGEST_SHOWN))}`,
    );
  }
  return differing;
}

function describe(listed: boolean, template: number, distance: number): string {
  return `${listed ? "listed" : "not listed"}, ${template === NOT_SCREENED ? "never screened" : template < 0 ? "no template" : `template ${template} at distance ${distance}`}`;
}
