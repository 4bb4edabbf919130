/** Contacts of each gang, and how many of them were decided one way. */
import { TECHNOLOGIES } from "../event/taxonomy.ts";
import { DECISIONS } from "../event/findings.ts";
import { type ClusteredRate, clusteredRate, peopleRate } from "./rates.ts";
import { BOTH_CHANNELS, gangCell, gangMessageCell, type Tally } from "./tally.ts";

export interface GangCounts {
  readonly contacts: Float64Array;
  readonly decided: Float64Array;
  readonly kinds: Uint16Array;
}

const ALL_TECHNOLOGIES: readonly number[] = [...TECHNOLOGIES.keys()];

/** Over channels and technologies, or all of them; `decision` is FLAG or BLOCK. */
export function contactsByGang(
  tally: Tally,
  decision: number,
  channels = BOTH_CHANNELS,
  technologies = ALL_TECHNOLOGIES,
): GangCounts {
  const cells = channels.flatMap((channel) => technologies.map((technology) => gangCell(0, channel, technology)));
  return sumCells(tally, tally.columns.gangContacts, decision, cells);
}

export function messagesByGang(tally: Tally, decision: number, obfuscation: number): GangCounts {
  return sumCells(tally, tally.columns.gangMessages, decision, [gangMessageCell(0, obfuscation)]);
}

export function ofTypology({ contacts, decided, kinds }: GangCounts, typology: number): GangCounts {
  const isOf = (_: number, gang: number): boolean => kinds[gang] === 1 << typology;
  return { contacts: contacts.filter(isOf), decided: decided.filter(isOf), kinds: kinds.filter(isOf) };
}

/** With the interval that takes each gang as one cluster, of its typology. */
export function rateOfCounts({ contacts, decided, kinds }: GangCounts): ClusteredRate {
  return clusteredRate(decided, contacts, kinds);
}

function sumCells(
  { columns, handle: { gangs } }: Tally,
  column: Float64Array,
  decision: number,
  cells: readonly number[],
): GangCounts {
  const perGang = gangs === 0 ? 0 : column.length / gangs;
  const [contacts, decided] = [new Float64Array(gangs), new Float64Array(gangs)];
  for (let gang = 0; gang < gangs; gang++) {
    for (const cell of cells) {
      const at = gang * perGang + cell;
      for (let each = 0; each < DECISIONS.length; each++) contacts[gang]! += column[at + each]!;
      decided[gang]! += column[at + decision]!;
    }
  }
  return { contacts, decided, kinds: columns.gangTypology };
}

export interface GangTrial {
  readonly gang: number;
  readonly holds: boolean;
}

/** Of trials that depend on what is known of the gang: its numbers, its domains. `kinds`: the typology of each gang. */
export function rateOverGangs(trials: readonly GangTrial[], gangs: number, kinds?: ArrayLike<number>): ClusteredRate {
  return clusteredRate(...countByGang(trials, gangs), kinds);
}

/** Of trials that depend on the person: who was reached, who heeded. */
export function rateOverPeople(trials: readonly GangTrial[], gangs: number): ClusteredRate {
  return peopleRate(...countByGang(trials, gangs));
}

function countByGang(trials: readonly GangTrial[], gangs: number): [Float64Array, Float64Array] {
  const [k, n] = [new Float64Array(gangs), new Float64Array(gangs)];
  for (const { gang, holds } of trials) {
    n[gang]!++;
    if (holds) k[gang]!++;
  }
  return [k, n];
}
