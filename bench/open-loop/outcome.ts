/** What became of one run, in the word that the terminal and the page have for it. */

export interface Judged {
  readonly verdict: string;
  /** Whether the objective was met, where there was one. */
  readonly meets?: boolean | undefined;
}

/** An objective tells nothing of a run that must not be used. */
export function outcomeOf({ verdict, meets }: Judged): string {
  if (verdict !== "valid" || meets === undefined) return verdict;
  return meets ? "met" : "missed";
}
