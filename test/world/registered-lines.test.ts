/** The operators' records of a small world: they are whole, and gangs share groups as they buy. */
import { expect, test } from "vitest";
import { TECHNOLOGIES } from "../../src/event/taxonomy.ts";
import { type Identity, canonicalIdentity } from "../../src/event/identity.ts";
import type { LineGroup } from "../../src/record/line-group.ts";
import type { Line } from "../../src/world/gangs/line.ts";
import type { RegisteredLines } from "../../src/world/registered-lines.ts";
import { smallWorld } from "./small-world.ts";

const BY_BOTH = "operators.groups.by=both";

/** The register at hour 0, and the domestic lines of gangs by their technologies. */
function recordsOf(settings: readonly string[]) {
  const world = smallWorld([BY_BOTH, ...settings]);
  const opened = world.advance(0).openedLines.map(({ gang, line }) => ({ gang, line }));
  const register = world.register!;
  const groupsOf = ({ identity }: Line) => register.groupsOf(canonicalIdentity(identity));
  return { world, register, opened, groupsOf };
}

function sizes(register: RegisteredLines, numbers: Iterable<number>, kind: string): number[] {
  const groups = new Set<LineGroup>();
  for (const number of numbers) {
    for (const group of register.groupsOf(canonicalIdentity(number as Identity))) {
      if (group.startsWith(kind)) groups.add(group);
    }
  }
  return [...groups].map((group) => register.membersOf(group).length);
}

test("most people hold one number or two, and companies many", () => {
  const { world, register } = recordsOf(["population.subscribers=3000", "gangs.count=0", "cards.ownLines=1.4"]);
  const numbers = [...world.handle.subscribers.number];
  const held = sizes(register, numbers, "p");
  expect(held.reduce((sum, size) => sum + size, 0)).toBe(3000);
  expect(3000 / held.length).toBeCloseTo(1.4, 1);
  expect(held.filter((size) => size <= 2).length / held.length).toBeGreaterThan(0.9);
  const companies = world.handle.organisations.flatMap((pools) => pools ?? []).flatMap(({ identity }) => [...identity]);
  expect(Math.max(...sizes(register, companies, "c"))).toBeGreaterThan(60);
});

test("a gang has some numbers from one holder, its box is one device, and no record is kept of lines from abroad", () => {
  const { opened, groupsOf, register } = recordsOf([
    "gangs.count=30",
    "operators.groups.cloned=0",
    "cards.traded=false",
  ]);
  const of = (...names: string[]) => opened.filter(({ line }) => names.includes(TECHNOLOGIES[line.technology]!));
  for (const { line } of of("abroad", "spoofed-hotline")) expect(groupsOf(line)).toEqual([]);
  for (const { line } of of("landline", "enterprise")) expect(groupsOf(line)).toMatchObject([/^c/]);
  const ofPeople = of("mobile", "virtual", "sim-box").filter(({ line }) => groupsOf(line).length === 2);
  for (const gang of new Set(ofPeople.map((each) => each.gang))) {
    const own = ofPeople.filter((each) => each.gang === gang);
    expect(new Set(own.map(({ line }) => groupsOf(line)[0])).size).toBe(Math.ceil(own.length / 3));
    const boxed = own.filter(({ line }) => TECHNOLOGIES[line.technology] === "sim-box");
    expect(new Set(boxed.map(({ line }) => groupsOf(line)[1])).size).toBe(Math.min(1, boxed.length));
  }
  const { line } = ofPeople[0]!;
  const number = canonicalIdentity(line.identity);
  const [person] = groupsOf(line);
  expect(register.whoseIn(person!, number)).toBe("gang");
  const others = register.membersOf(person!).filter((each) => register.whoseIn(person!, each) !== "gang");
  expect(others.length).toBeGreaterThan(0);
  expect(["seller", "misused"]).toContain(register.whoseIn(person!, others[0]!));
});

test("a number that was given up is no member, and keeps its groups until somebody else gets it", () => {
  const { world, register } = recordsOf(["gangs.count=12", "recycling.share=1", "gangs.lineLifeDays=2"]);
  const last = 15 * 24;
  let retired: number[] = [];
  for (let tick = 1; tick < last; tick++) {
    const given = world.advance(tick).retiredLines;
    world.seal(tick);
    if (tick < 3 * 24) retired.push(...given.map(({ line }) => canonicalIdentity(line.identity)));
  }
  const numbers = new Set<number>(world.seal(last).numbers);
  retired = retired.filter((number) => register.groupsOf(number as never).length > 0);
  const recycled = retired.filter((number) => numbers.has(number));
  expect(recycled.length).toBeGreaterThan(5);
  for (const number of retired) {
    for (const group of register.groupsOf(number as never)) {
      expect([group, register.membersOf(group).includes(number as never)]).toEqual([group, numbers.has(number)]);
    }
  }
});

test("where cards are traded, who sold the set holds its numbers", () => {
  const { world, opened, groupsOf } = recordsOf(["gangs.count=30"]);
  const holderOf = new Map<number, LineGroup>();
  for (const { line } of opened) {
    const seller = world.trade!.sellerOf(canonicalIdentity(line.identity));
    const [group] = groupsOf(line);
    if (seller === null || group?.startsWith("p") !== true) continue;
    expect(holderOf.get(seller) ?? group).toBe(group);
    holderOf.set(seller, group);
  }
  expect(holderOf.size).toBeGreaterThan(20);
});
