/** How the answers of both pipelines are held against each other. */
import { LISTED } from "../../src/detect/blocklist/found.ts";
import { RingfenceError } from "../../src/core/errors.ts";
import { printable } from "../../src/core/terminal/printable.ts";
import { type Answers, NOT_SCREENED } from "./answers.ts";
import type { ObviousEvent, ObviousVerdict } from "../obvious/event.ts";

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
