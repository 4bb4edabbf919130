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
const OF_PERSON_4 = 4 + 10 ** 6;

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

function work(
  settings: Partial<Scenario["crackdown"]>,
  listings: ListingUpdate[],
  complaints: Complaint[] = [],
  hours = 24 * 90,
) {
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
  return { counts: desk.counts(), orders, raided };
}

describe("the tracing desk", () => {
  test("penalises each holder once, for the term of that day", () => {
    const { orders, counts } = work({}, listed(4, 4), [naming(4)]);
    const penalties = orders.filter((order) => order.what === "penalise");
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
    desk.take(listed(OF_PERSON_4), [], 20 * DAY_MS);
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
    const { orders } = work({ fromHour: 50, days: 30 }, []);
    const notices = orders.filter(({ what }) => what === "notify").map(({ hour }) => hour);
    expect(notices).toEqual([50, 50 + 24 * 14, 50 + 24 * 28]);
    expect(work({ enabled: false }, []).orders).toEqual([]);
  });

  test("raids a dealer whom enough holders name, after some days, and no other", () => {
    const { raided, counts } = work({}, listed(1, 2, 3, 4, 11, 12));
    expect(raided.map(({ dealer }) => dealer)).toEqual([0]);
    expect(raided[0]!.hour).toBeGreaterThanOrEqual(72);
    expect(counts).toMatchObject({ dealersDestroyed: 1, suspectsArrested: 7 });
    expect(work({ namesShare: 0 }, listed(1, 2, 3, 4)).raided).toEqual([]);
  });

  test("takes up as many leads a day as it has investigators for, and none before, after or without a crackdown", () => {
    const many = listed(...Array.from({ length: 100 }, (_, i) => i));
    expect(work({ casesPerDay: 5 }, many, [], 24 * 6).counts.traced).toBeCloseTo(25, -1);
    expect(work({ casesPerDay: 5, days: 4 }, many).counts.traced).toBe(20);
    expect(work({ casesPerDay: 0 }, many).counts.traced).toBe(0);
    expect(work({ fromHour: 5 }, listed(1)).counts.leads).toBe(0);
    expect(work({ enabled: false }, listed(1)).counts.leads).toBe(0);
  });

  test("takes no lead and freezes no account once the crackdown is over", () => {
    const desk = deskWith({ days: 1 });
    desk.take(listed(1), [naming(2)], 24 * HOUR_MS - 1);
    desk.take(listed(3), [naming(4)], 24 * HOUR_MS);
    expect(desk.counts().leads).toBe(2);
    const frozen = desk.advance(60 * HOUR_MS).flatMap((order) => (order.what === "freeze" ? order.account : []));
    expect(frozen).toEqual([2]);
  });

  test("shuts an outlet once for each two accounts that were opened there, whatever numbers were", () => {
    const shut = [0, 1, 2, 3, 4].map((named) => {
      const { counts, orders } = work({}, listed(1, 2, 3), [1, 2, 3, 4].slice(0, named).map(naming));
      expect(orders.filter(({ what }) => what === "shut")).toHaveLength(counts.outletsShut);
      return counts.outletsShut;
    });
    expect(shut).toEqual([0, 0, 1, 1, 2]);
  });

  test("freezes an account that a victim named after some hours, long before it is traced", () => {
    const { orders } = work({}, [], [naming(9)]);
    expect(orders.find(({ what }) => what === "freeze")!.hour).toBe(5);
    expect(orders.find(({ what }) => what === "penalise")!.hour).toBeGreaterThan(20);
  });
});
