import { describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS } from "../../../src/core/time.ts";
import type { CardLead, CardOrder, CardRegister } from "../../../src/record/cards.ts";
import type { Complaint } from "../../../src/record/complaint.ts";
import { canonicalIdentity, digitIdentity } from "../../../src/event/identity.ts";
import type { ListingUpdate } from "../../../src/record/investigation.ts";
import { TracingDesk } from "../../../src/respond/tracing/tracing-desk.ts";
import type { Scenario } from "../../../src/scenario/schema.ts";

const SETTINGS: Scenario["crackdown"] = {
  enabled: true,
  fromHour: 0,
  days: 100,
  casesPerDay: 1000,
  traceDays: 1,
  mistakes: 0,
  appealDays: 3,
  appealsGranted: 1,
  noticeShare: 0.01,
  namesShare: 1,
  dealerHolders: 3,
  arrestedShare: 0.5,
  raidDays: 2,
  termDays: 10,
  outletAccounts: 2,
  outletDays: 6,
  freezeHours: 4,
};

const FIRST = 13_800_000_000;

/** The card of number FIRST + i, and account i, are person i's; ten persons to a dealer, all at one outlet. */
const personOf = (lead: CardLead): number =>
  "account" in lead ? lead.account : (Number(lead.number) - Number(numberAt(0))) % 10 ** 6;
const REGISTER: Omit<CardRegister, "raid"> = {
  holderOf: (lead) => ({ person: personOf(lead), outlet: 0 }),
  dealerOf: (lead) => Math.floor(personOf(lead) / 10),
};

function deskWith(settings: Partial<Scenario["crackdown"]>, raid: CardRegister["raid"] = () => null): TracingDesk {
  return new TracingDesk({ ...SETTINGS, ...settings }, 1, { ...REGISTER, raid });
}

/** Another number of person 4's. */
const OF_PERSON_4 = digitIdentity("plain", FIRST + 4 + 10 ** 6);

function numberAt(i: number) {
  return canonicalIdentity(digitIdentity("plain", FIRST + i));
}

function listed(...indices: number[]): ListingUpdate[] {
  return indices.map((i) => ({ what: "identity", identity: digitIdentity("plain", FIRST + i), fromTick: 0 }));
}

function naming(account: number): Complaint {
  const identity = digitIdentity("plain", FIRST);
  const rest = { host: null, app: null, text: null, called: 0, scriptKnown: false, weight: 5 };
  return { subscriber: 0, timeMs: 0, identity, account, ...rest };
}

interface Work {
  readonly settings?: Partial<Scenario["crackdown"]>;
  readonly listings?: ListingUpdate[];
  readonly complaints?: Complaint[];
  readonly hours?: number;
}

function work({ settings = {}, listings = [], complaints = [], hours = 24 * 90 }: Work) {
  const raided: { dealer: number; hour: number }[] = [];
  let hour = 0;
  const desk = deskWith(settings, (dealer) => {
    raided.push({ dealer, hour });
    return 7;
  });
  const orders: (CardOrder & { hour: number })[] = [];
  for (; hour < hours; hour++) {
    const endMs = (hour + 1) * HOUR_MS;
    desk.take(hour === 0 ? listings : [], hour === 0 ? complaints : [], endMs);
    orders.push(...desk.advance(endMs).map((order) => ({ ...order, hour })));
  }
  const penalties = orders.filter((order) => order.what === "penalise");
  return { counts: desk.counts(), orders, penalties, raided };
}

describe("the tracing desk", () => {
  test("penalises each holder once, for the term of that day", () => {
    const { penalties, counts } = work({ listings: listed(4, 4), complaints: [naming(4)] });
    expect(penalties).toHaveLength(1);
    expect(counts).toMatchObject({ leads: 2, traced: 2, holdersPenalised: 1 });
    expect(penalties[0]!.untilTick - penalties[0]!.hour).toBeCloseTo(240, -1);
  });

  test("penalises whoever is traced again once the term is over, and not before", () => {
    const desk = deskWith({ termDays: 10 });
    // Leads to one person, on days 0, 5 and 20.
    desk.take(listed(4), [], HOUR_MS);
    desk.advance(5 * DAY_MS);
    desk.take([], [naming(4)], 5 * DAY_MS);
    desk.advance(20 * DAY_MS);
    expect(desk.counts()).toMatchObject({ traced: 2, holdersPenalised: 1 });
    desk.take([{ what: "identity", identity: OF_PERSON_4, fromTick: 0 }], [], 20 * DAY_MS);
    desk.advance(30 * DAY_MS);
    expect(desk.counts()).toMatchObject({ traced: 3, holdersPenalised: 2 });
  });

  test("hears appeals after some days, grants so many, and lets whom it cleared be", () => {
    const persons = Array.from({ length: 200 }, (_, i) => i);
    const granted = [1, 0.5, 0].map((appealsGranted) => {
      const desk = deskWith({ appealsGranted, termDays: 30 });
      desk.hear(persons, HOUR_MS);
      expect(desk.advance(3 * DAY_MS).filter(({ what }) => what === "restore")).toEqual([]);
      const restored = desk.advance(4 * DAY_MS).filter(({ what }) => what === "restore").length;
      desk.take(listed(...persons), [], 4 * DAY_MS);
      for (let hour = 96; hour < 24 * 8; hour++) desk.advance(hour * HOUR_MS);
      const counts = { holdersPenalised: 200 - restored, appeals: 200, appealsGranted: restored };
      expect(desk.counts()).toMatchObject(counts);
      return restored;
    });
    expect(granted).toEqual([200, expect.closeTo(100, -2), 0]);
  });

  test("tells people of penalties from the beginning of the crackdown to its end, with each wave of publicity", () => {
    const { orders } = work({ settings: { fromHour: 50, days: 30 } });
    const notices = orders.filter(({ what }) => what === "notify").map(({ hour }) => hour);
    expect(notices).toEqual([50, 50 + 24 * 14, 50 + 24 * 28]);
    expect(work({ settings: { enabled: false } }).orders).toEqual([]);
  });

  test("raids a dealer whom enough holders name, after some days, and no other", () => {
    const { raided, counts } = work({ listings: listed(1, 2, 3, 4, 11, 12) });
    expect(raided.map(({ dealer }) => dealer)).toEqual([0]);
    expect(raided[0]!.hour).toBeGreaterThanOrEqual(72);
    expect(counts).toMatchObject({ dealersDestroyed: 1, suspectsArrested: 7 });
    expect(work({ settings: { namesShare: 0 }, listings: listed(1, 2, 3, 4) }).raided).toEqual([]);
  });

  test("takes up as many leads a day as it has investigators for, and none before, after or without a crackdown", () => {
    const many = listed(...Array.from({ length: 100 }, (_, i) => i));
    expect(work({ settings: { casesPerDay: 5 }, listings: many, hours: 24 * 6 }).counts.traced).toBeCloseTo(25, -1);
    expect(work({ settings: { casesPerDay: 5, days: 4 }, listings: many }).counts.traced).toBe(20);
    expect(work({ settings: { casesPerDay: 0 }, listings: many }).counts.traced).toBe(0);
    expect(work({ settings: { fromHour: 5 }, listings: listed(1) }).counts.leads).toBe(0);
    expect(work({ settings: { enabled: false }, listings: listed(1) }).counts.leads).toBe(0);
  });

  test("takes no lead and freezes no account once the crackdown is over", () => {
    const desk = deskWith({ days: 1 });
    desk.take(listed(1), [naming(2)], 24 * HOUR_MS - 1);
    desk.take(listed(3), [naming(4)], 24 * HOUR_MS);
    expect(desk.counts().leads).toBe(2);
    const frozen = desk.advance(60 * HOUR_MS).flatMap((order) => (order.what === "freeze" ? order.account : []));
    expect(frozen).toEqual([2]);
  });

  test("shuts an outlet where enough accounts were opened, whatever numbers were", () => {
    expect(work({ listings: listed(1, 2, 3) }).counts.outletsShut).toBe(0);
    const { orders, counts } = work({ complaints: [naming(1), naming(2)] });
    expect(counts.outletsShut).toBe(1);
    expect(work({ complaints: [naming(1)] }).counts.outletsShut).toBe(0);
    // Counted anew after it is shut: two accounts each time.
    const shut = [3, 4].map((last) => work({ complaints: [1, 2, 3, last].map(naming) }).counts.outletsShut);
    expect(shut).toEqual([1, 2]);
    expect(orders.filter(({ what }) => what === "shut")).toHaveLength(1);
  });

  test("freezes an account that a victim named after some hours, long before it is traced", () => {
    const { orders } = work({ complaints: [naming(9)] });
    const [freeze, trace] = ["freeze", "penalise"].map((what) => orders.find((order) => order.what === what)!);
    expect(freeze!.hour).toBe(5);
    expect(trace!.hour).toBeGreaterThan(20);
  });
});
