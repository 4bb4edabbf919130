/**
 * Operators' records of benign callers and of pages that benign messages link to: columns made once, for workers to
 * read. People and organisations change their numbers as fast as these age, so the ages of all together stay constant:
 * a caller has one record throughout a run. All shapes and shares are assumed; only the stage `provenance` feels them.
 */
import { exponential } from "../../core/distributions.ts";
import { RandomStream, below, unit } from "../../core/random.ts";
import { HOURS_PER_DAY, HOURS_PER_WEEK } from "../../core/time.ts";
import { ROUTE_MOBILE, ROUTE_VIRTUAL } from "../../event/event-batch.ts";
import { packProvenance, type ProvenanceValues } from "../../event/provenance.ts";
import { BENIGN_CLASSES, type BenignClass } from "../../event/taxonomy.ts";
import { LATE_HOURS, OBSERVED_SHARE, geometric } from "../gangs/origin.ts";
import type { Subscribers } from "../people/subscribers.ts";
import { type HostLists, INVENTED_COUNT } from "./hosts.ts";
import type { CallerPool, Organisations } from "./organisations.ts";

/** Records as packed words (event/provenance.ts), in shared memory. */
export interface BenignRecords {
  readonly people: Uint32Array;
  /** By class, kind and organisation; null where people call each other. */
  readonly organisations: readonly (readonly [Uint32Array, Uint32Array] | null)[];
}

const NEW_DAYS = 30;
const NEW_SHARE = 0.03;
/** Mean age of numbers that are older than that, exponential. */
const PERSON_DAYS = 1200;
/** Where staff and lines change fast, and for pages of campaigns, new ones are this many times as frequent. */
const FAST_TURNOVER = 3;
/** Mobile numbers of organisations that share a device: call centres, couriers' exchanges. */
const SHARED_DEVICE_SHARE = 0.15;
/** Subscribers' numbers that are machines, as probes of the network: they stand still, are never called, share devices. */
const MACHINE_SHARE = 0.01;
const MACHINE_NUMBERS = 6;
/** Other numbers that a telephone has shown, on average: earlier ones, and a second card. */
const OTHER_NUMBERS = 0.5;
/** Numbers on an exchange that an organisation calls through. */
const EXCHANGE_NUMBERS = { least: 8, range: 56 } as const;

interface Habit {
  readonly cells: number;
  readonly outgoing: number;
}

const PERSON: Habit = { cells: 5, outgoing: 0.5 };

const HABITS: Readonly<Partial<Record<BenignClass, Habit>>> = {
  courier: { cells: 8, outgoing: 0.88 },
  delivery: { cells: 9, outgoing: 0.92 },
  otp: { cells: 1, outgoing: 1 },
  bank: { cells: 2, outgoing: 0.6 },
  hospital: { cells: 1.5, outgoing: 0.55 },
  school: { cells: 2, outgoing: 0.6 },
  marketing: { cells: 1.5, outgoing: 0.95 },
  government: { cells: 1, outgoing: 0.4 },
};

const CHANGES_FAST: ReadonlySet<BenignClass> = new Set(["courier", "delivery", "marketing"]);

export function makeBenignRecords(seed: number, subscribers: Subscribers, organisations: Organisations): BenignRecords {
  const draws = new RandomStream(seed, "benign-origin");
  const uses = new RandomStream(seed, "benign-use");
  const people = column(subscribers.count);
  for (let i = 0; i < people.length; i++) people[i] = personRecord(draws.draw(i, 0), uses.draw(i, 0));
  return {
    people,
    organisations: organisations.map((pools, code) => {
      if (pools === null) return null;
      const name = BENIGN_CLASSES[code]!;
      const [calls, messages] = pools;
      const records = ({ identity, route }: CallerPool): Uint32Array => {
        const words = column(identity.length);
        for (let i = 0; i < words.length; i++) {
          // Organisations may share a hotline.
          const [number, use] = [draws.drawByKey(identity[i]!, 1), uses.drawByKey(identity[i]!, 1)];
          const isMobile = route[i] === ROUTE_MOBILE || route[i] === ROUTE_VIRTUAL;
          words[i] = organisationRecord(name, isMobile, number, use);
        }
        return words;
      };
      return [records(calls), records(messages)];
    }),
  };
}

/** A page that benign messages link to may be on a new domain, for a week each: records by host, for a tick. */
export class PageRecords {
  readonly #draws: RandomStream;
  readonly #words: Uint32Array;
  readonly #hosts: HostLists;
  #week = -1;

  constructor(seed: number, hosts: HostLists) {
    this.#draws = new RandomStream(seed, "page-origin");
    this.#hosts = hosts;
    this.#words = new Uint32Array(hosts.first.at(-1)!);
  }

  /** A word for each host, valid until the next is asked for. */
  at(tick: number): Uint32Array {
    const week = Math.floor(tick / HOURS_PER_WEEK);
    if (week === this.#week) return this.#words;
    this.#week = week;
    const { first } = this.#hosts;
    for (let code = 0; code + 1 < first.length; code++) {
      for (let host = first[code]!; host < first[code + 1]!; host++) {
        this.#words[host] = this.#wordOf(code, first[code + 1]! - 1 - host);
      }
    }
    return this.#words;
  }

  /** `fromEnd`: invented hosts come last in each list; the others are known ones, and old. */
  #wordOf(code: number, fromEnd: number): number {
    const isInvented = fromEnd < INVENTED_COUNT;
    // An invented host is one and the same in all lists.
    const words = this.#draws.draw(isInvented ? 0 : 1 + code, fromEnd, this.#week);
    if (unit(words[0]!) >= OBSERVED_SHARE) return 0;
    if (!isInvented || unit(words[1]!) >= FAST_TURNOVER * NEW_SHARE) return packProvenance({ domainAgeDays: NEW_DAYS });
    const hours = below(words[2]!, NEW_DAYS * HOURS_PER_DAY);
    return hours < LATE_HOURS ? 0 : packProvenance({ domainAgeDays: Math.floor(hours / HOURS_PER_DAY) });
  }
}

/** Record of a caller who may be new; 0 if nothing reaches the platform yet, or ever. */
function onRecord(number: Uint32Array, newShare: number, values: Omit<ProvenanceValues, "numberAgeDays">): number {
  if (unit(number[0]!) >= OBSERVED_SHARE) return 0;
  const isNew = unit(number[1]!) < newShare;
  const hours = isNew
    ? below(number[2]!, NEW_DAYS * HOURS_PER_DAY)
    : NEW_DAYS * HOURS_PER_DAY + exponential(number[2]!, PERSON_DAYS * HOURS_PER_DAY);
  return hours < LATE_HOURS ? 0 : packProvenance({ ...values, numberAgeDays: Math.floor(hours / HOURS_PER_DAY) });
}

function personRecord(number: Uint32Array, use: Uint32Array): number {
  const isMachine = unit(number[3]!) < MACHINE_SHARE;
  return onRecord(number, NEW_SHARE, {
    deviceNumbers: 1 + geometric(use[0]!, isMachine ? MACHINE_NUMBERS - 1 : OTHER_NUMBERS),
    cells: isMachine ? 1 : 1 + geometric(use[1]!, PERSON.cells - 1),
    outgoingShare: isMachine ? 1 : spread(use[2]!, PERSON.outgoing),
  });
}

function organisationRecord(name: BenignClass, isMobile: boolean, number: Uint32Array, use: Uint32Array): number {
  const { cells, outgoing } = HABITS[name]!;
  const isExchange = isMobile && unit(number[3]!) < SHARED_DEVICE_SHARE;
  const device = isExchange
    ? EXCHANGE_NUMBERS.least + (use[0]! % EXCHANGE_NUMBERS.range)
    : 1 + geometric(use[0]!, OTHER_NUMBERS);
  return onRecord(number, CHANGES_FAST.has(name) ? FAST_TURNOVER * NEW_SHARE : NEW_SHARE, {
    deviceNumbers: isMobile ? device : null,
    cells: isMobile ? (isExchange ? 1 : 1 + geometric(use[1]!, cells - 1)) : null,
    outgoingShare: spread(use[2]!, outgoing),
  });
}

/** A share around its mean: narrower the nearer that is to 0 or 1. */
function spread(word: number, mean: number): number {
  return mean + (unit(word) - 0.5) * 2 * Math.min(mean, 1 - mean) * 0.8;
}

function column(length: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(length * 4));
}
