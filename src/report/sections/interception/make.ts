import { assert } from "../../../core/assert.ts";
import { OBFUSCATION_LEVELS, TECHNOLOGIES, TYPOLOGIES } from "../../../event/taxonomy.ts";
import { ALLOW, BLOCK, FLAG } from "../../../event/findings.ts";
import {
  contactsByGang,
  type GangCounts,
  ofTypology,
  rateOfCounts,
  messagesByGang,
} from "../../../metrics/gang-counts.ts";
import type { InterceptionFields } from "./schema.ts";
import { BOTH_CHANNELS, CALLS, CHANNELS, fraudCell, MESSAGES, type Tally } from "../../../metrics/tally.ts";

type ChannelRow = InterceptionFields["interception"]["channel"][number];
type Row = InterceptionFields["interception"]["typology"][number];

/** Null takes all along a dimension. */
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

function interceptionByChannel(tally: Tally): ChannelRow[] {
  return CHANNELS.map((name, channel) => ({
    name,
    ...countContacts(tally, { channel }),
    rate: rateOfCounts(contactsByGang(tally, BLOCK, [channel])),
  }));
}

/** Every rate has the interval that takes each gang as one cluster. */
export function interceptionTables(tally: Tally): InterceptionFields["interception"] {
  const channels = [BOTH_CHANNELS, CALLS, MESSAGES].map((each) => contactsByGang(tally, BLOCK, each));
  return {
    channel: interceptionByChannel(tally),
    typology: TYPOLOGIES.map((name, typology) =>
      row(
        name,
        countContacts(tally, { channel: null, typology }),
        channels.map((counts) => ofTypology(counts, typology)),
      ),
    ),
    obfuscation: Array.from({ length: OBFUSCATION_LEVELS }, (_, obfuscation) => {
      const messages = messagesByGang(tally, BLOCK, obfuscation);
      const counts = countContacts(tally, { channel: 1, obfuscation });
      return row(String(obfuscation), counts, [messages, NO_GANG, messages]);
    }),
    technology: TECHNOLOGIES.map((name, technology) =>
      row(
        name,
        countContacts(tally, { channel: null, technology }),
        [BOTH_CHANNELS, CALLS, MESSAGES].map((each) => contactsByGang(tally, BLOCK, each, [technology])),
      ),
    ),
    typologyByLevel: TYPOLOGIES.map((name, typology) => ({
      name,
      calls: caught(tally, { channel: 0, typology }),
      messages: Array.from({ length: OBFUSCATION_LEVELS }, (_, obfuscation) =>
        caught(tally, { channel: 1, typology, obfuscation }),
      ),
    })),
  };
}

const NO_GANG: GangCounts = { contacts: new Float64Array(), decided: new Float64Array(), kinds: new Uint16Array() };

function caught(tally: Tally, slice: Slice): { readonly contacts: number; readonly intercepted: number } {
  const { contacts, intercepted } = countContacts(tally, slice);
  return { contacts, intercepted };
}

function row(name: string, counts: Counts, byGang: readonly GangCounts[]): Row {
  const [rate, calls, messages] = byGang.map(rateOfCounts);
  assert(rate!.n === counts.contacts, `${name}: ${counts.contacts} contacts, by gang ${rate!.n}`);
  return { name, ...counts, rate: rate!, calls: calls!, messages: messages! };
}

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
