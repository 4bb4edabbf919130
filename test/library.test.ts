import { listingsFound } from "../src/detect/blocklist/found.ts";
import { expect, test } from "vitest";
import { type ScreeningTables, RingfenceError, listingsOf, parseIdentity, screen } from "../src/index.ts";
import { FORGED, FORGED_SENDER } from "./event/forged-keys.ts";
import { messageBatch } from "./event/message-batch.ts";

const OPTIONS = { engine: "packed-bloom", falsePositiveRate: 0.01 } as const;
const NOTHING = { lookalike: null, match: null, skimmer: null, behaviour: null, classify: null };

test("whoever has the public names alone screens with a blocklist, which tells a host from a forged one", () => {
  const blocklist = listingsOf(OPTIONS, [parseIdentity("13800138000")], [FORGED.name]);
  const tables: ScreeningTables = { ...NOTHING, blocklist };
  const texts = [`http://www.${FORGED.name}/`, `http://www.${FORGED.target}/`];
  const { events, findings } = messageBatch(texts, [parseIdentity("13800138000"), parseIdentity("13800138001")]);
  screen(events, findings, tables);
  const { caller, domain } = listingsFound(findings);
  expect([caller[0], domain[0]]).toEqual([2, 2]);
  expect([caller[1] === 2, domain[1] === 2]).toEqual([false, false]);
});

test.each([FORGED_SENDER, "", "一个银行"])(
  "a sender who is known by a hash alone, or withheld, is not listed: %j",
  (sender) => {
    expect(() => listingsOf(OPTIONS, [parseIdentity(sender)], [])).toThrow(RingfenceError);
  },
);
