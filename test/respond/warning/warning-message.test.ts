import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readLinks } from "../../../src/detect/links/stage.ts";
import { WITHHELD, formatIdentity, parseIdentity } from "../../../src/event/identity.ts";
import { type EarlyWarning, WARNING_LEVELS } from "../../../src/record/warning.ts";
import { MAX_WARNING_UNITS, writeWarning } from "../../../src/respond/warning/warning-message.ts";
import { hostsOf } from "../../../src/event/findings.ts";
import { messageBatch } from "../../event/message-batch.ts";
import { forAll } from "../../for-all.ts";

const LANGUAGES = ["zh", "en"] as const;

function messagesAbout(subject: Partial<Pick<EarlyWarning, "identity" | "host" | "reasons">>): string[] {
  const warning = {
    id: 0,
    subscriber: 1,
    pushedMs: 0,
    exposure: 1,
    strongest: 1,
    reasons: [],
    identity: null,
    host: null,
  };
  return LANGUAGES.flatMap((language) =>
    WARNING_LEVELS.map((level) => writeWarning({ ...warning, level, ...subject }, language)),
  );
}

function linksIn(texts: readonly string[]): string[] {
  const { events, findings } = messageBatch(texts);
  readLinks(events, findings);
  return texts.flatMap((_, row) => hostsOf(findings, row));
}

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
const host = fc
  .array(label, { minLength: 1, maxLength: 4 })
  .map((labels) => [...labels, "com"].join(".").slice(-253).replace(/^\./, ""));
const digits = fc.stringMatching(/^(\+|00|0|106)?[1-9]\d{2,13}$/);

describe("a warning message", () => {
  test("names the last four digits of the number", () => {
    for (const text of messagesAbout({ identity: parseIdentity("+8613800138642") })) {
      expect(text).toContain("8642");
      expect(text).not.toContain("38642");
    }
    for (const text of messagesAbout({ identity: parseIdentity("0095588") }))
      expect(text).toMatch(/(尾号|ending )5588/);
  });

  test("names a brand that was shown as sender, and nothing where nothing was shown", () => {
    for (const text of messagesAbout({ identity: parseIdentity("ICBC") })) expect(text).toContain("ICBC");
    const nameless = messagesAbout({});
    expect(messagesAbout({ identity: WITHHELD })).toEqual(nameless);
    expect(messagesAbout({ identity: parseIdentity("@@@") })).toEqual(nameless);
    expect(messagesAbout({ identity: parseIdentity("110") })).toEqual(nameless);
  });

  test("spells a host so that it is no link, and keeps the end of one that is too long", () => {
    const texts = messagesAbout({ host: "icbc-vip.top" });
    for (const text of texts.slice(0, 3)) expect(text).toContain("icbc-vip点top");
    for (const text of texts.slice(3)) expect(text).toContain("icbc-vip dot top");
    const long = messagesAbout({ host: `www.icbc.com.cn.${"x".repeat(60)}.${"y".repeat(60)}.evil.top` });
    for (const text of long) expect(text).toMatch(/…\w+.*evil( dot |点)top/);
    messagesAbout({ host: "x" }).forEach((short, which) => {
      const units = MAX_WARNING_UNITS - short.length + 1;
      const [longest, tooLong] = [units, units + 1].map((count) => messagesAbout({ host: "x".repeat(count) })[which]!);
      expect(longest).toContain("x".repeat(units));
      expect(longest).toHaveLength(MAX_WARNING_UNITS);
      expect(tooLong).toContain(`…${"x".repeat(units - 1)}`);
      expect(tooLong).toHaveLength(MAX_WARNING_UNITS);
    });
  });

  test("never holds a link or a full number, and is short", () => {
    forAll([host], 100, (name) => {
      const texts = messagesAbout({ host: name });
      expect(linksIn(texts)).toEqual([]);
      for (const text of texts) expect(text).not.toMatch(/:\/\/|www\.|[a-z0-9]\.[a-z0-9]/i);
      for (const text of texts) expect(text.length).toBeLessThanOrEqual(MAX_WARNING_UNITS);
    });
    forAll([digits], 100, (written) => {
      const identity = parseIdentity(written);
      for (const text of messagesAbout({ identity })) {
        // The hotline itself has five digits.
        expect(text).not.toMatch(/\d{6}/);
        expect(text.replaceAll("96110", "")).not.toContain(formatIdentity(identity));
        expect(text.length).toBeLessThanOrEqual(MAX_WARNING_UNITS);
      }
    });
  });
});
