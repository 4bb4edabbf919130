/** Complaints, the cases that they make, and what decisions do. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { RingfenceError } from "../../src/core/errors.ts";
import { Cases } from "../../src/gateway/cases.ts";
import { Feed, type FeedOptions } from "../../src/gateway/feed.ts";
import type { JournalEntry } from "../../src/gateway/journal.ts";
import { Listings } from "../../src/gateway/listings.ts";
import { caseSchema, casesSchema, filedSchema, type Verdict } from "../../src/gateway/protocol.ts";
import { CHINA } from "../../src/rows/country.ts";
import { newState, runGateway, type Running } from "./running-gateway.ts";

const FRAUD = "13911112222";
const HARBOUR = "Parcel 4711 waits at the harbour, settle the storage of nine crowns within the day";
const LAKE = "Grandmother, my telephone fell into the lake, send the rent to this new number";
const REFUND = "The tax office owes you a refund of sixty, confirm the card by midnight tonight";

async function complain(gateway: Running, complaint: object) {
  const { status, body } = await gateway.ask("/v1/complaints", complaint);
  expect({ status, body }).toMatchObject({ status: 202 });
  return filedSchema.parse(body).cases;
}

async function decide(gateway: Running, id: string, decision: object) {
  return gateway.ask(`/v1/cases/${id}`, undefined, { method: "PUT", body: JSON.stringify(decision) });
}

/** Of each event its verdict, or how similar its text is to a script. */
async function found(gateway: Running, ...events: object[]) {
  const { body } = await gateway.ask("/v1/screen", events);
  return (body as Verdict[]).map(({ similarity, verdict }) => similarity ?? verdict);
}

test("complaints about one caller make one case, and each person counts once", async () => {
  const gateway = await runGateway();
  await gateway.ask("/v1/screen", { id: "seen", caller: FRAUD, text: "call me back" });
  for (const wrong of [{ event: "unseen" }, {}, { caller: "?!" }, { text: " " }]) {
    expect((await gateway.ask("/v1/complaints", wrong)).status).toBe(400);
  }
  await complain(gateway, { event: "seen", reporter: "a" });
  await complain(gateway, { caller: `+86 ${FRAUD}`, reporter: "a" });
  // Without a name it is the client.
  for (const _ of [1, 2]) await complain(gateway, { caller: FRAUD });
  const { cases } = casesSchema.parse((await gateway.ask("/v1/cases")).body);
  expect(cases).toMatchObject([{ state: "pending", complaints: 4, reporters: 2, texts: ["call me back"] }]);
  expect((await gateway.ask("/metrics")).body).toContain('ringfence_cases{state="pending"} 1\n');
  expect((await decide(gateway, "case-99", { decision: "fraud" })).status).toBe(404);
  expect((await decide(gateway, "case-1", { decision: "maybe" })).status).toBe(400);
});

test("a complaint by an id that events of two callers have opens no case, and says why", async () => {
  const gateway = await runGateway();
  const [same, other] = ["+86 13911112222", "13933334444"];
  const events = [FRAUD, same, FRAUD, other].map((caller, at) => ({ id: "aabb"[at], caller }));
  await gateway.ask("/v1/screen", events);
  const ambiguous = await gateway.ask("/v1/complaints", { event: "b" });
  expect(ambiguous).toMatchObject({ status: 400, body: { error: expect.stringContaining("2 callers") as unknown } });
  expect(casesSchema.parse((await gateway.ask("/v1/cases?state=any")).body).total).toBe(0);
  // However it is written, it is one number.
  expect((await gateway.ask("/v1/complaints", { event: "a" })).status).toBe(202);
});

test("a complaint about a caller and a domain makes two cases, which keep their first five texts", async () => {
  const gateway = await runGateway();
  for (const text of "abbcdef") await complain(gateway, { caller: FRAUD, domain: "evil.example", text });
  const { cases } = casesSchema.parse((await gateway.ask("/v1/cases")).body);
  const texts = ["a", "b", "c", "d", "e"];
  expect(cases).toMatchObject([
    { about: "domain", subject: "evil.example", complaints: 7, texts },
    { about: "caller", subject: FRAUD, complaints: 7, texts },
  ]);
});

test("a case of fraud lists its subject, and two of its texts as scripts; benign takes both back", async () => {
  const gateway = await runGateway();
  for (const text of [HARBOUR, LAKE, REFUND]) await complain(gateway, { caller: FRAUD, text });
  const events = [{ text: HARBOUR }, { text: LAKE }, { text: REFUND }, { caller: FRAUD }];
  for (const [decision, expected] of [
    ["fraud", [1, 1, "allow", "block"]],
    ["benign", ["allow", "allow", "allow", "allow"]],
  ] as const) {
    const decided = caseSchema.parse((await decide(gateway, "case-1", { decision })).body);
    expect(decided).toMatchObject({ state: decision, decidedBy: "local" });
    expect(await found(gateway, ...events)).toEqual(expected);
  }
  await decide(gateway, "case-1", { decision: "fraud", templates: false });
  expect(await found(gateway, ...events)).toEqual(["allow", "allow", "allow", "block"]);
});

test("a case about a text alone lists that text", async () => {
  const gateway = await runGateway();
  expect(await complain(gateway, { text: HARBOUR })).toMatchObject([{ about: "text", subject: HARBOUR }]);
  await decide(gateway, "case-1", { decision: "fraud", templates: false });
  expect(await found(gateway, { text: HARBOUR })).toEqual([1]);
  await decide(gateway, "case-1", { decision: "benign" });
  expect(await found(gateway, { text: HARBOUR })).toEqual(["allow"]);
});

test("benign does not take back a listing of a file", async () => {
  const blocklist = join(newState(), "numbers.txt");
  writeFileSync(blocklist, `${FRAUD}\n`);
  const gateway = await runGateway({ over: { blocklist } });
  await complain(gateway, { caller: FRAUD });
  expect((await decide(gateway, "case-1", { decision: "benign" })).status).toBe(200);
  expect(await found(gateway, { caller: FRAUD })).toEqual(["block"]);
});

test("shows cases by the page, the latest complaint first, with numbers masked on request", async () => {
  const gateway = await runGateway();
  const text = "call 13811112222";
  for (let at = 0; at < 5; at++) await complain(gateway, { caller: `1391111000${at}`, text });
  await complain(gateway, { caller: "13911110001" });
  const page = async (query: string) => casesSchema.parse((await gateway.ask(`/v1/cases?${query}`)).body);
  const first = await page("limit=2");
  expect(first).toMatchObject({ cases: [{ id: "case-2", texts: [text] }, { id: "case-5" }], more: 3, total: 5 });
  expect(await page("limit=2&offset=4")).toMatchObject({ cases: [{ id: "case-1" }], more: 0, total: 5 });
  expect(await page("state=fraud")).toEqual({ cases: [], more: 0, total: 0 });
  expect(JSON.stringify(await page("numbers=masked"))).not.toMatch(/\d{7}/);
  for (const wrong of ["limit=0", "limit=1001", "limit=1e2", "offset=-1", "state=other"]) {
    expect(await gateway.ask(`/v1/cases?${wrong}`)).toMatchObject({ status: 400 });
  }
});

test("a case is over a window after its last complaint, unless it is fraud; the next complaint opens another", () => {
  const DAY_MS = 86_400_000;
  const cases = new Cases(7);
  const complaint = (key: string, day: number): string => {
    const atMs = day * DAY_MS;
    const suspects = cases.assign([{ about: "caller", key }], atMs);
    cases.complain(suspects, null, "a", atMs);
    return suspects[0]!.case;
  };
  const opened = [complaint("1", 0), complaint("2", 0), complaint("1", 6), complaint("1", 13)];
  expect(opened).toEqual(["case-1", "case-2", "case-1", "case-1"]);
  const suspect = { about: "caller", key: "2", case: "case-2" } as const;
  cases.decide(suspect, { decision: "fraud", by: "local", scripts: [], atMs: 0 });
  expect([complaint("1", 20.1), complaint("2", 99)]).toEqual(["case-3", "case-2"]);
  cases.forgetOld(99 * DAY_MS);
  expect(cases.inState("any").map(({ id }) => id)).toEqual(["case-2"]);
});

test("two complaints at a time about somebody new share a case", () => {
  const cases = new Cases(7);
  const [first, second] = [1, 2].map(() => cases.assign([{ about: "caller", key: FRAUD }], 0));
  expect(second).toEqual(first);
  cases.release(first!);
  expect(cases.assign([{ about: "caller", key: FRAUD }], 0)).toMatchObject([{ case: "case-2" }]);
});

test("texts with which no tables can be built are taken back, and said to be no scripts", async () => {
  const journal: JournalEntry[] = [];
  const listings = new Listings({}, CHINA);
  const feed = new Feed({
    journal: { append: (entry: JournalEntry) => Promise.resolve(void journal.push(entry)) },
    listings,
    cases: new Cases(7),
    screening: { current: { listed: 0 }, number: 1 },
    rebuild: () => Promise.reject(new RingfenceError("config", "too many")),
    country: CHINA,
  } as unknown as FeedOptions);
  const texts = { add: [], remove: [], addTemplates: [HARBOUR], removeTemplates: [] };
  await expect(feed.list(texts, "local")).rejects.toMatchObject({
    code: "usage",
    message: "these texts can be no scripts: too many",
  });
  expect(journal).toMatchObject([{ addTemplates: [HARBOUR] }, { removeTemplates: [HARBOUR], by: "gateway" }]);
  expect(listings.added).toBe(0);
});
