/** What of a text takes an institution's own identity from it: compared with regular expressions that say the same. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { leadsElsewhere } from "../../../src/detect/lookalike/institution.ts";
import { loadProtectedIdentities } from "../../../src/detect/lookalike/protected.ts";
import { parseIdentity } from "../../../src/event/identity.ts";
import { messageBatch } from "../../event/message-batch.ts";
import { forAll } from "../../for-all.ts";

const DATASETS = fileURLToPath(new URL("../../../datasets", import.meta.url));
const NOBODY = "13800138000";

const NUMBER = /\d(?:[\d-]|\s(?=\d)){5,}\d/g;
const ASKED = [
  /(?:回复|发送|提供|告知|告诉|填写|报出|发给|转发)[^。！!；;]{0,8}(?:验证码|校验码|动态码|密码|卡号|身份证)/,
  /\b(?:reply|send|give|tell|forward|provide|share|confirm|enter|text)\b[^.!?;]{0,40}\b(?:otp|code|pin|password|passcode|cvv|card number)\b/i,
  /(?:转账|汇款|打款|转到|汇到|转入|存入)[^。！!；;]{0,12}(?:账户|帐户|账号|帐号|卡号)|安全账[户号]|(?:请|需|须|立即|尽快|马上)[^。！!；;]{0,6}(?:转账|汇款|打款|转款)/,
  /\b(?:transfer|send|wire|pay|move|deposit)\b[^.!?;]{0,30}\b(?:money|funds?|fee|amount|balance|account)\b/i,
];
const WARNED = /勿|不要|不会|绝不|请不|谨防|警惕|never|do not|don'?t|not ask|nobody/i;

function plainly(text: string, caller: string): boolean {
  const own = hotlineOf.get(caller);
  const numbers = own === undefined ? [] : (text.match(NUMBER) ?? []);
  const clauses = text.split(/[。！!；;\n]|[.?](?=\s|$)/).filter((clause) => !WARNED.test(clause));
  return (
    numbers.some((number) => number.replaceAll(/\D/g, "") !== own) ||
    clauses.some((clause) => ASKED.some((asked) => asked.test(clause)))
  );
}

const { hotlines } = loadProtectedIdentities();
const hotlineOf = new Map(
  hotlines.flatMap(({ digits, sender }) => [
    [digits, digits] as const,
    ...(sender === undefined ? [] : [[sender, digits] as const]),
  ]),
);

function found(texts: readonly string[], caller: string): boolean[] {
  const { events } = messageBatch(
    texts,
    texts.map(() => parseIdentity(caller)),
  );
  return texts.map((_, row) => leadsElsewhere(events, row));
}

/** Texts and lines of files that hold texts, each at most as long as a message. */
function shippedTexts(): string[] {
  return readdirSync(DATASETS, { recursive: true, encoding: "utf8" })
    .filter((file) => /^(?:scripts|messages)[^/]*\/.*\.(?:yaml|csv)$/.test(file))
    .flatMap((file) => readFileSync(join(DATASETS, file), "utf8").split("\n"))
    .map((line) => line.slice(0, 1024));
}

const SEPARATORS = " .?!;。！；\n-_'，x\u00a0\u3000\u2003\ufeff\u017f\u212a".split("");

describe("a message leads elsewhere", () => {
  test("as the expressions say, of each shipped text", () => {
    const texts = shippedTexts();
    const asked = texts.filter((text) => plainly(text, NOBODY));
    expect(texts.length).toBeGreaterThan(10_000);
    expect(asked.length).toBeGreaterThan(100);
    for (const caller of [NOBODY, "95588", "96110"]) {
      const isFound = found(texts, caller);
      expect(texts.filter((text, row) => isFound[row] !== plainly(text, caller))).toEqual([]);
    }
  });

  const words = ASKED.concat(WARNED).flatMap(({ source }) => source.match(/[a-z' ]{3,}|\p{Script=Han}+/gu) ?? []);
  const piece = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...words) },
    { weight: 1, arbitrary: fc.constantFrom(...words).map((word) => word.toUpperCase()) },
    { weight: 1, arbitrary: fc.constantFrom(..."户号账帐转款到存发".split("")) },
    { weight: 3, arbitrary: fc.constantFrom(...SEPARATORS) },
    { weight: 1, arbitrary: fc.constantFrom("95588", "9-5-5-8-8", "95 588", "9-----5", "12345", "1", "１") },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 42 }).map((length) => "的".repeat(length)) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) },
  );
  const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join("").slice(0, 1024));

  test("as the expressions say, of any text", () => {
    forAll(
      [fc.array(text, { minLength: 1, maxLength: 20 }), fc.constantFrom(NOBODY, "95588", "CMCC")],
      300,
      (all, caller) => {
        expect(found(all, caller)).toEqual(all.map((one) => plainly(one, caller)));
      },
    );
  });
});
