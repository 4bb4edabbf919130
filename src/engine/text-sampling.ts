/** Which messages of a run are read whole, to try character pairs alone (metrics/text-trial.ts). */
import { HOURS_PER_DAY } from "../core/time.ts";
import { textOf } from "../event/event-batch.ts";
import { BENIGN_CLASSES } from "../event/taxonomy.ts";
import type { TextSample } from "../metrics/text-trial.ts";
import type { Scenario } from "../scenario/schema.ts";
import { BENIGN_CALLS } from "../world/traffic/benign-calls.ts";
import { isFraudOf } from "../world/truth/labels.ts";
import type { BatchView } from "./worker-output.ts";

/** The mark of a row whose text is read. */
export const TEXT_SAMPLED = 64;
/** A hundred thousand texts are more than needed, a thousand too few, and each is kept until the end. */
const WANTED_MESSAGES = 8000;

/** The interval for about 8,000 messages of a run, by the scenario's rates of benign traffic. */
export function textInterval(scenario: Scenario): number {
  return Math.max(1, Math.round((messagesPerDay(scenario) * scenario.hours) / HOURS_PER_DAY / WANTED_MESSAGES));
}

function messagesPerDay({ benign, population }: Scenario): number {
  let perDay = 0;
  for (const name of BENIGN_CLASSES) perDay += benign[name].perDay * BENIGN_CALLS[name].messageShare;
  return perDay * population.subscribers;
}

/** Adds the message of a row; `scriptOf` as in a Sample (sample.ts). */
export function sampleText(
  sample: TextSample,
  { events, truth }: BatchView,
  row: number,
  scriptOf: (labels: BatchView["truth"], row: number) => string,
): void {
  const isFraud = isFraudOf(truth, row);
  const text = textOf(events, row);
  sample.add(text, isFraud, isFraud ? halfOf(scriptOf(truth, row)) : halfOf(String(events.caller[row]!)));
}

/** Splits any names in two halves. */
function halfOf(name: string): 0 | 1 {
  let hash = 0;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return ((hash >>> 15) & 1) as 0 | 1;
}
