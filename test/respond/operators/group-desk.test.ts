/** The group desk over a register by hand: which numbers it blocks, and when. */
import { expect, test } from "vitest";
import { HOUR_MS } from "../../../src/core/time.ts";
import { type CanonicalIdentity, canonicalIdentity, digitIdentity } from "../../../src/event/identity.ts";
import type { ListingUpdate } from "../../../src/record/investigation.ts";
import type { LineGroup, LineRegister } from "../../../src/record/line-group.ts";
import { GroupDesk } from "../../../src/respond/operators/group-desk.ts";
import { loadScenario } from "../../../src/scenario/file.ts";

const at = (i: number): CanonicalIdentity => canonicalIdentity(digitIdentity("plain", 13_800_000_000 + i));
const [GANG, SISTER, OWN, LATER, BOX, FIRM, SECOND, THIRD] = [0, 1, 2, 3, 4, 5, 6, 7].map(at) as CanonicalIdentity[];

const GROUPS = new Map<CanonicalIdentity, LineGroup[]>([
  [GANG!, ["p1", "d1"]],
  [SISTER!, ["p1", "d2"]],
  [OWN!, ["p1", "d3"]],
  [LATER!, ["p1", "d4"]],
  [BOX!, ["p2", "d1"]],
  [FIRM!, ["c1"]],
  [SECOND!, ["c1"]],
  [THIRD!, ["c1"]],
]);

function deskOf(by: string) {
  let opened: CanonicalIdentity[] = [];
  const appeals: CanonicalIdentity[] = [];
  const inUse = new Set(GROUPS.keys());
  inUse.delete(LATER!);
  const register: LineRegister = {
    groupsOf: (number) => GROUPS.get(number) ?? [],
    membersOf: (group) => [...inUse].filter((number) => GROUPS.get(number)!.includes(group)),
    takeOpened: () => opened.splice(0),
    whoseIn: (_, number) => (number === OWN ? "seller" : "gang"),
  };
  const settings = ["delayHours=10", "days=5", "companyNumbers=2"].map((each) => `operators.groups.${each}`);
  const scenario = loadScenario("smoke", [...settings, `operators.groups.by=${by}`]);
  const desk = new GroupDesk(scenario.operators.groups, register, (number) => appeals.push(number));
  const advance = (hour: number, ...listings: ListingUpdate[]) =>
    desk.advance(listings, hour * HOUR_MS).map((each) => (each.what === "identity" ? each.identity : each));
  return { desk, advance, appeals, open: (number: CanonicalIdentity) => (opened = [number]) };
}

const confirmed = (identity: CanonicalIdentity): ListingUpdate => ({
  what: "identity",
  identity,
  fromTick: 0,
  isConfirmed: true,
});
const cleared = (key: CanonicalIdentity): ListingUpdate => ({ what: "cleared", key, fromTick: 0 });

test.each([
  ["holder", [SISTER, OWN]],
  ["device", [BOX]],
  ["both", [SISTER, OWN, BOX]],
])("by %s, the other numbers of the group are blocked after the delay", (by, blocked) => {
  const { advance } = deskOf(by);
  expect(advance(1, confirmed(GANG!))).toEqual([]);
  expect(advance(10)).toEqual([]);
  expect(advance(11)).toEqual(blocked);
});

test("a listing that nobody confirmed, or that was cleared within the delay, blocks no group", () => {
  const { advance } = deskOf("both");
  advance(1, { what: "identity", identity: GANG!, fromTick: 0 });
  expect(advance(20)).toEqual([]);
  advance(21, confirmed(GANG!));
  advance(22, cleared(GANG!));
  expect(advance(40)).toEqual([]);
});

test("a company loses all numbers once enough of them were confirmed", () => {
  const { advance } = deskOf("holder");
  advance(1, confirmed(FIRM!));
  expect(advance(11)).toEqual([]);
  advance(12, confirmed(SECOND!));
  expect(advance(22)).toEqual([THIRD]);
});

test("a number that comes into a blocked group is blocked at once, for some days", () => {
  const { advance, open } = deskOf("holder");
  open(LATER!);
  expect(advance(1, confirmed(GANG!))).toEqual([]);
  advance(11);
  open(LATER!);
  expect(advance(50)).toEqual([LATER]);
  open(BOX!);
  expect(advance(51)).toEqual([]);
  const { advance: later, open: openLater } = deskOf("holder");
  later(1, confirmed(GANG!));
  later(11);
  openLater(LATER!);
  expect(later(11 + 5 * 24)).toEqual([]);
});

test("innocents appeal once, and are not blocked so again once they are cleared", () => {
  const { desk, advance, appeals } = deskOf("holder");
  advance(1, confirmed(GANG!));
  advance(11);
  expect(advance(14, confirmed(GANG!))).toEqual([]);
  expect(advance(24)).toEqual([SISTER, OWN]);
  expect(appeals).toEqual([OWN]);
  expect(desk.counts()).toEqual({ gang: 1, seller: 1, misused: 0, device: 0, mistake: 0 });
  advance(47, cleared(OWN!), confirmed(GANG!));
  expect(advance(57)).toEqual([SISTER]);
});
