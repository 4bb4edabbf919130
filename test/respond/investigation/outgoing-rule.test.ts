import { expect, test } from "vitest";
import { DAY_MS } from "../../../src/core/time.ts";
import { parseIdentity, canonicalIdentity } from "../../../src/event/identity.ts";
import { OutgoingRule } from "../../../src/respond/investigation/outgoing-rule.ts";

const lines = Array.from({ length: 1000 }, (_, i) => canonicalIdentity(parseIdentity(`${13_900_000_000 + i}`)));

test("a line is cut off from so many people called on, and never below", () => {
  const rule = new OutgoingRule({ people: 20, cutShare: 1 }, 1);
  expect([19, 20, 21].map((called) => rule.cutsOff(lines[0]!, called, 0))).toEqual([false, true, true]);
});

test("a share of lines is cut off, the same ones all week and others in the next", () => {
  const rule = new OutgoingRule({ people: 20, cutShare: 0.3 }, 1);
  const cutAt = (nowMs: number) => lines.filter((line) => rule.cutsOff(line, 20, nowMs));
  const [first, lastOfWeek, next] = [cutAt(0), cutAt(7 * DAY_MS - 1), cutAt(7 * DAY_MS)];
  expect(first.length / lines.length).toBeCloseTo(0.3, 1);
  expect(lastOfWeek).toEqual(first);
  expect(next).not.toEqual(first);
});
