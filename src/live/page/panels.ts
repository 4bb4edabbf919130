/** The panels as data: a title, figures from a frame, lines over the hours. parts/panel.tsx draws them. */
import { count, decimal, percent, rare, shareOf, short, yuan } from "../../ui/browser/speech.ts";
import type { TermKey } from "../../ui/glossary.ts";
import { t, type Text } from "../../ui/words.ts";
import type { Frame, HistoryPoint } from "../server/frame.ts";

export interface Panel {
  readonly id: string;
  readonly title: Text;
  readonly note?: Text;
  /** Words of it that a click explains. */
  readonly terms?: readonly TermKey[];
  /** Why there is nothing to show; null if there is. */
  readonly missing?: (frame: Frame) => Text | null;
  readonly facts?: (frame: Frame) => readonly Fact[];
  readonly bars?: (frame: Frame) => readonly Bar[];
  readonly unit?: Text;
  readonly lines?: readonly LineOf[];
}

/** Name, value, and small beside it what to read it with. */
export type Fact = readonly [name: Text, value: Text, beside?: Text];

/** `share`: of the whole bar, 0 to 1. */
interface Bar {
  readonly fact: Fact;
  readonly share: number | null;
}

export interface LineOf {
  readonly name: Text;
  /** A colour of the style sheet. */
  readonly colour: string;
  readonly of: (point: HistoryPoint) => number;
  /** True if the run before is drawn behind it. */
  readonly compared?: boolean;
}

export const WARNINGS: Panel = {
  id: "warnings",
  title: t`Are warnings in time?`,
  note: t`A warning whose outcome is still open counts as pushed alone. “Kept” grows where interception gets worse: then more people are in danger, and some would have kept their money unwarned. “Saved” stands at the top of the page.`,
  terms: ["onTarget", "effective", "kept", "saved", "exposure", "risk"],
  bars: ({ funnel: { pushed, onTarget, effective, kept } }) => {
    const step = (name: Text, part: number, before: number): Bar => ({
      fact: [name, count(part), t`${percent(shareOf(part, before))} of ${count(before)}`],
      share: shareOf(part, pushed),
    });
    return [
      { fact: [t`pushed`, count(pushed)], share: shareOf(pushed, pushed) },
      step(t`on target`, onTarget, pushed),
      step(t`effective`, effective, onTarget),
      step(t`kept`, kept, effective),
    ];
  },
  facts: ({ funnel: { covered, ended } }) => [
    [
      t`coverage: episodes warned while open, of all`,
      percent(shareOf(covered, ended)),
      t`${count(covered)} of ${count(ended)}`,
    ],
  ],
};

export const LOSSES: Panel = {
  id: "losses",
  title: t`How much was lost?`,
  terms: ["avoided"],
  unit: t`yuan lost so far`,
  lines: [
    { name: t`without defences`, colour: "undefended", of: ({ lostYuanUndefended }) => lostYuanUndefended },
    { name: t`interception alone`, colour: "flagged", of: ({ lostYuanUnwarned }) => lostYuanUnwarned },
    { name: t`all defences`, colour: "defended", of: ({ lostYuan }) => lostYuan, compared: true },
  ],
};

export const FRAUD: Panel = {
  id: "fraud",
  title: t`How much fraud comes, and how much is stopped?`,
  unit: t`events an hour`,
  lines: [
    { name: t`fraud`, colour: "fraud", of: ({ fraudInHour }) => fraudInHour },
    { name: t`fraud blocked`, colour: "blocked", of: ({ blockedFraudInHour }) => blockedFraudInHour, compared: true },
    { name: t`benign events blocked`, colour: "benign", of: ({ blockedBenignInHour }) => blockedBenignInHour },
  ],
};

export const QUEUE: Panel = {
  id: "queue",
  title: t`Who waits for a dissuader?`,
  facts: ({ teams }) =>
    teams.map(({ channel, size, busy, attempts, reached }) => [
      channel === "telephone" ? t`Telephone agents` : t`Visit teams`,
      `${count(busy)} / ${count(size)}`,
      t`${count(reached)} reached in ${count(attempts)} attempts (${percent(shareOf(reached, attempts))})`,
    ]),
  unit: t`warnings waiting`,
  lines: [
    { name: t`telephone`, colour: "reference", of: ({ telephoneQueue }) => telephoneQueue, compared: true },
    { name: t`visit`, colour: "flagged", of: ({ visitQueue }) => visitQueue },
  ],
};

export const FILTER: Panel = {
  id: "filter",
  title: t`Does the filter keep its promise?`,
  terms: ["falsePositive"],
  note: t`A Bloom filter may say “perhaps” of a number that is not listed. An exact table behind it catches that; it costs time. The same callers are asked about again and again, so the rate in this traffic may stray from theory; the report measures it over random numbers.`,
  missing: ({ filter }) => {
    if (filter === null) return t`This run has no blocklist: nothing is looked up.`;
    return filter.bits === 0 ? t`This run has no filter: every key is looked up exactly.` : null;
  },
  facts: ({ filter }) => {
    const { entries, bits, filledShare } = filter!;
    return [
      [t`Entries in the blocklist`, count(entries)],
      [t`Bits`, short(bits), t`${decimal(entries > 0 ? bits / entries : null, 1)} an entry`],
      [t`Bits set`, percent(filledShare), t`counted once a day`],
    ];
  },
  bars: ({ filter }) => {
    const { promisedRate, expectedRate, probed, falsePositives } = filter!;
    const measured = shareOf(falsePositives, probed);
    const most = Math.max(promisedRate, expectedRate, measured ?? 0);
    return [
      { fact: [t`promised`, rare(promisedRate)], share: promisedRate / most },
      { fact: [t`theory, at its fill`, rare(expectedRate)], share: expectedRate / most },
      {
        fact: [t`in this traffic`, rare(measured), t`${count(falsePositives)} of ${count(probed)} look-ups`],
        share: (measured ?? 0) / most,
      },
    ];
  },
};

/** Where cards are traded, as PRICE. */
export const GANGS: Panel = {
  id: "gangs",
  title: t`Gangs and cards`,
  note: t`The truth, which the platform never sees`,
  facts: ({ trade }) => {
    const { gangs, heldYuan, inDebt, broke, priceYuan, dealers, ...crackdown } = trade!;
    return [
      [t`Money held`, yuan(heldYuan)],
      [t`Gangs in debt`, percent(shareOf(inDebt, gangs))],
      [t`gangs that went broke`, count(broke)],
      [t`price of a set`, yuan(priceYuan)],
      [t`dealers at work`, count(dealers)],
      [t`dealers destroyed`, count(crackdown.dealersDestroyed)],
      [t`suspects arrested`, count(crackdown.suspectsArrested)],
      [t`people penalised`, count(crackdown.holdersPenalised)],
    ];
  },
};

export const PRICE: Panel = {
  id: "price",
  title: t`What does a set of cards cost gangs?`,
  unit: t`yuan`,
  lines: [{ name: t`price of a set`, colour: "reference", of: ({ setYuan }) => setYuan ?? 0, compared: true }],
};
