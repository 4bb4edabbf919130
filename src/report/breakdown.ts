/** Interception by channel, typology, obfuscation level and technology, from the cube of fraud contacts. */
import { OBFUSCATION_LEVELS, TECHNOLOGIES, TYPOLOGIES } from "../event/taxonomy.ts";
import { ALLOW, BLOCK, FLAG } from "../event/verdict-batch.ts";
import { type ClusteredRate, clusteredRate, rate } from "./rates.ts";
import type { Report } from "./schema.ts";
import { CHANNELS, fraudCell, type Tally } from "./tally.ts";

type ChannelRow = Report["interception"]["channel"][number];
type Row = Report["interception"]["typology"][number];

/** Which contacts: null takes all along a dimension. */
interface Slice {
  readonly channel: number | null;
  readonly typology?: number;
  readonly technology?: number;
  readonly obfuscation?: number;
}

interface Counts {
  readonly contacts: number;
  readonly intercepted: number;
  readonly flagged: number;
}

export function interceptionByChannel(tally: Tally): ChannelRow[] {
  return CHANNELS.map((name, channel) => ({
    name,
    ...countContacts(tally, { channel }),
    rate: sumGangs(tally, [channel]),
  }));
}

/** Interception over the given channels, or what is counted in `found`, with the interval that takes each gang as one cluster. */
export function sumGangs(
  tally: Tally,
  channels: readonly number[],
  found: "gangBlocked" | "gangFlagged" = "gangBlocked",
): ClusteredRate {
  const { gangContacts } = tally.columns;
  const gangs = tally.handle.gangs;
  const sum = (column: Float64Array, gang: number): number =>
    channels.reduce((total, channel) => total + column[gang * CHANNELS.length + channel]!, 0);
  return clusteredRate(
    Float64Array.from({ length: gangs }, (_, gang) => sum(tally.columns[found], gang)),
    Float64Array.from({ length: gangs }, (_, gang) => sum(gangContacts, gang)),
  );
}

export function interceptionTables(tally: Tally): Omit<Report["interception"], "channel"> {
  return {
    typology: TYPOLOGIES.map((name, typology) => row(tally, name, null, { typology })),
    obfuscation: Array.from({ length: OBFUSCATION_LEVELS }, (_, obfuscation) =>
      row(tally, String(obfuscation), 1, { obfuscation }),
    ),
    technology: TECHNOLOGIES.map((name, technology) => row(tally, name, null, { technology })),
    typologyByLevel: TYPOLOGIES.map((name, typology) => ({
      name,
      calls: caught(tally, { channel: 0, typology }),
      messages: Array.from({ length: OBFUSCATION_LEVELS }, (_, obfuscation) =>
        caught(tally, { channel: 1, typology, obfuscation }),
      ),
    })),
  };
}

function caught(tally: Tally, slice: Slice): { readonly contacts: number; readonly intercepted: number } {
  const { contacts, intercepted } = countContacts(tally, slice);
  return { contacts, intercepted };
}

function row(tally: Tally, name: string, channel: number | null, slice: Omit<Slice, "channel">): Row {
  const counts = countContacts(tally, { channel, ...slice });
  const calls = channel === 1 ? NOTHING : countContacts(tally, { channel: 0, ...slice });
  const messages = countContacts(tally, { channel: 1, ...slice });
  return {
    name,
    ...counts,
    rate: rate(counts.intercepted, counts.contacts),
    calls: rate(calls.intercepted, calls.contacts),
    messages: rate(messages.intercepted, messages.contacts),
  };
}

const NOTHING: Counts = { contacts: 0, intercepted: 0, flagged: 0 };

function countContacts(tally: Tally, slice: Slice): Counts {
  const decisions = [0, 0, 0];
  for (const channel of along(slice.channel ?? undefined, CHANNELS.length)) {
    for (const typology of along(slice.typology, TYPOLOGIES.length)) {
      for (const technology of along(slice.technology, TECHNOLOGIES.length)) {
        for (const obfuscation of along(slice.obfuscation, OBFUSCATION_LEVELS)) {
          const at = fraudCell(channel, typology, technology, obfuscation);
          for (let decision = 0; decision < decisions.length; decision++) {
            decisions[decision]! += tally.columns.fraud[at + decision]!;
          }
        }
      }
    }
  }
  return {
    contacts: decisions[ALLOW]! + decisions[FLAG]! + decisions[BLOCK]!,
    intercepted: decisions[BLOCK]!,
    flagged: decisions[FLAG]!,
  };
}

function along(fixed: number | undefined, length: number): number[] {
  return fixed === undefined ? Array.from({ length }, (_, i) => i) : [fixed];
}
