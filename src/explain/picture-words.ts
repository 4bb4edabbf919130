/** What a stage saw, in words of terminal and page. */
import { formatCount } from "../core/counted.ts";
import type { ProbedKey } from "../detect/blocklist/explain-listings.ts";
import type { SeenOutcome } from "../detect/classifier/stage.ts";
import type { NearestTemplate } from "../detect/matcher/explain-match.ts";
import { joined, t, type Text } from "../ui/words.ts";

export const NO_TEXT = t`a call has no text`;
export const NO_SCRIPT = t`Too short to be compared, or there is no script.`;
export const NO_EDITS = t`The edits are not shown: too little is alike.`;

/** `key` as it is shown. */
export function lookUpWords({ of, probe, neighbours }: ProbedKey, key: string): Text {
  const { listed, filterSays, words } = probe;
  const denied = filterSays && words.length > 0 ? t`not listed, though the filter said perhaps` : t`not listed`;
  const answer = joined(
    [joined([of === "caller" ? t`caller` : t`domain`, key], " "), listed ? t`listed` : denied],
    ": ",
  );
  if (neighbours === 0) return answer;
  return joined([answer, t`; listed in its block of 1,000 numbers: ${formatCount(neighbours)}`], "");
}

export function matchWords({ matched, similarity, distance, length }: NearestTemplate, threshold: number): Text {
  const needed = threshold.toFixed(2);
  const verdict = matched ? t`A match: ${needed} is enough.` : t`No match: ${needed} would be needed.`;
  return joined([verdict, t`Similarity ${similarity.toFixed(3)} = 1 − ${distance} ⁄ ${length}.`], " ");
}

/** The thresholds of the score. */
export function scoreWords({ flagScore, blockScore }: SeenOutcome): Text {
  return t`flag from ${nats(flagScore)}, block from ${nats(blockScore)}`;
}

/** Hundredths of a nat, with their sign. */
export function nats(weight: number): string {
  return `${weight < 0 ? "−" : "+"}${(Math.abs(weight) / 100).toFixed(2)}`;
}
