/**
 * Does a sender name imitate a protected one? An equal name is genuine. A name that is equal after confusable
 * characters are folded (1CBC, lCBC for ICBC) is a look-alike at distance 0. A name one edit away after folding is a
 * look-alike at distance 1, if the longer name has at least five letters. Shorter names are all one edit apart (CCB,
 * CGB, HXB).
 */
import { distance } from "fastest-levenshtein";
import { foldConfusables } from "./confusables.ts";
import { type Finding, NO_FINDING, closest, finding } from "./finding.ts";

const MIN_NEAR_LETTERS = 5;

export interface SenderIndex {
  readonly genuine: ReadonlyMap<string, number>;
  readonly folded: readonly { readonly name: string; readonly index: number }[];
}

export function buildSenderIndex(hotlines: readonly { readonly sender?: string | undefined }[]): SenderIndex {
  const senders = hotlines.flatMap(({ sender }, index) => (sender === undefined ? [] : [{ sender, index }]));
  return {
    genuine: new Map(senders.map(({ sender, index }) => [sender, index])),
    folded: senders.map(({ sender, index }) => ({ name: foldConfusables(sender.toLowerCase()), index })),
  };
}

/** `sender` in capitals, as identities keep it. If it *is* a protected name, -1 - its index. */
export function imitatedSender({ genuine, folded }: SenderIndex, sender: string): Finding {
  const own = genuine.get(sender);
  if (own !== undefined) return -1 - own;
  const seen = foldConfusables(sender.toLowerCase());
  let found: Finding = NO_FINDING;
  for (const { name, index } of folded) {
    if (seen === name) return finding(0, index);
    if (Math.max(seen.length, name.length) < MIN_NEAR_LETTERS || Math.abs(seen.length - name.length) > 1) continue;
    if (distance(seen, name) === 1) found = closest(found, finding(1, index));
  }
  return found;
}
