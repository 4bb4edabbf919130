/** What thresholds promise of benign messages, in words: nothing, where fraud was among the messages that set them. */
import type { ModelCard } from "../detect/learned/model-card.ts";

type Promised = Pick<ModelCard["thresholds"], "blockedBenign" | "guess"> & { readonly flaggedBenign: number | null };

/** One share after the other; the last says what was guessed, and what to do about it. */
export function promiseWords({ blockedBenign, flaggedBenign, guess }: Promised): string[] {
  const most = guess === undefined ? "at most" : "about";
  return [
    ...(blockedBenign === null ? [] : [`${most} ${shareWords(blockedBenign)} of benign messages blocked`]),
    ...(flaggedBenign === null ? [] : [`${most} ${shareWords(flaggedBenign)} flagged or blocked`]),
    ...(guess === undefined
      ? []
      : [
          `no promise, as about ${shareWords(guess.fraud)} of these messages look like fraud (label more, or set thresholds on a file without fraud)`,
        ]),
  ];
}

/** What a guess expects of its thresholds, for fraud among the messages that set them. */
export function expectedWords({ caught, caughtFlagged, benignBlocked, benignFlagged, mcc }: Guess): string {
  return (
    `at these thresholds expect ${shareWords(caught)} of fraud blocked (${shareWords(caughtFlagged)} flagged or blocked), ` +
    `${shareWords(benignBlocked)} of benign messages blocked (${shareWords(benignFlagged)} flagged or blocked), ` +
    `MCC ${mcc === null ? "-" : mcc.toFixed(2)}`
  );
}

type Guess = NonNullable<ModelCard["thresholds"]["guess"]>;

export function shareWords(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}
