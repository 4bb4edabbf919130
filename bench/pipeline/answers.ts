/** What a pipeline answered of each event, in columns, and how two pipelines' answers are held against each other. */
import { RingfenceError } from "../../src/core/errors.ts";
import { LISTED, type VerdictBatch } from "../../src/event/verdict-batch.ts";
import { type DigestWords, addToDigest } from "../../src/report/digest.ts";
import { printable } from "../../src/report/printable.ts";
import type { ObviousEvent, ObviousVerdict } from "../obvious/event.ts";

export class Answers {
  readonly listed: Uint8Array;
  readonly template: Int32Array;
  readonly distance: Uint16Array;
  readonly length: Uint16Array;

  constructor(events: number) {
    this.listed = new Uint8Array(events);
    this.template = new Int32Array(events);
    this.distance = new Uint16Array(events);
    this.length = new Uint16Array(events);
  }

  /** Takes a screened batch's answers as those of events [from, from + count). */
  take(verdicts: VerdictBatch, from: number, count: number): void {
    const { match, blocklist } = verdicts;
    this.listed.set(blocklist.caller.subarray(0, count), from);
    this.template.set(match.template.subarray(0, count), from);
    this.distance.set(match.distance.subarray(0, count), from);
    this.length.set(match.length.subarray(0, count), from);
  }

  /** Adds every answer to `digest`; the event's number is its identity. */
  addTo(digest: DigestWords): void {
    for (const [event, template] of this.template.entries()) {
      const listed = this.listed[event] === LISTED ? 1 : 0;
      addToDigest(digest, event, 0, listed, template, this.distance[event]!, this.length[event]!);
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

/** Throws RingfenceError "invariant", with the event, when a verdict differs from the answer to event `from` + its position. */
export function checkVerdicts(
  answers: Answers,
  from: number,
  events: readonly ObviousEvent[],
  verdicts: readonly ObviousVerdict[],
): void {
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
    throw new RingfenceError(
      "invariant",
      `event ${line}: ringfence says ${found}; the obvious pipeline says ${expected} (of event ${verdictLine}). ` +
        `Caller ${printable(caller)}, text ${printable((text ?? "none").slice(0, LONGEST_SHOWN))}`,
    );
  }
}

function describe(listed: boolean, template: number, distance: number): string {
  return `${listed ? "listed" : "not listed"}, ${template < 0 ? "no template" : `template ${template} at distance ${distance}`}`;
}
