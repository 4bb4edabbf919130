import { Script } from "node:vm";
import { describe, expect, test } from "vitest";
import type { BankStatement } from "../../../src/record/bank.ts";
import type { CardStatement } from "../../../src/record/cards.ts";
import { renderRunPage } from "../../../src/report/run-page.ts";
import { buildReport, type Report, reportSchema } from "../../../src/report/document.ts";
import type { ReportInput } from "../../../src/report/head.ts";
import { emptyLoop } from "../sample-loop.ts";
import { sampleInput, sampleReport } from "../sample-report.ts";
import { chineseOf, contentsOf, englishIn, figuresOf, hashOf, policyOf, textsOf } from "./page-for-tests.ts";

const report = sampleReport();
const page = renderRunPage(report);

describe("the page of a run", () => {
  test("may run and style with what is in it, by hash, and load nothing", () => {
    const policy = policyOf(page);
    const [scripts, styles] = [contentsOf(page, "script"), contentsOf(page, "style")];
    expect([scripts.length, styles.length]).toEqual([1, 1]);
    expect(policy.split("; ")).toEqual([
      "default-src 'none'",
      `style-src ${hashOf(styles[0]!)}`,
      `script-src ${hashOf(scripts[0]!)}`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(page).not.toMatch(/<[^>]+ (?:style|on[a-z]+)=/);
    expect(() => new Script(scripts[0]!)).not.toThrow();
    expect(page.length).toBeLessThan(600_000);
  });
});

const WORDS = ["words", "title", "reading", "tip"];

describe("a hostile report", () => {
  const evil = `"><script>alert(1)</script><img src=x onerror=alert(2)> & ' \u202egnp.\u0007\u0000`;
  const said = (text: unknown): unknown => {
    if (Array.isArray(text)) return text.map(said);
    if (typeof text !== "object" || text === null) return text;
    return Object.fromEntries(
      Object.entries(text).map(([name, inner]) => [name, WORDS.includes(name) ? evil : said(inner)]),
    );
  };
  const hostile: Report = reportSchema.parse({
    ...report,
    scenario: evil,
    reproduce: evil,
    performance: {
      ...report.performance,
      node: evil,
      machine: { cpu: evil, cores: 2, memoryMiB: 1024, os: evil },
    },
    sections: said(report.sections),
  });
  const html = renderRunPage(hostile);

  test("stays text: no element, no attribute, no script of its own", () => {
    expect(contentsOf(html, "script")).toEqual(contentsOf(page, "script"));
    expect(html).not.toMatch(/<img|<script>alert/);
    expect(html).not.toMatch(/<[^>"]*(?:"[^"]*"[^>"]*)* onerror=/);
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  });

  test("shows marks of direction and control characters instead of obeying them", () => {
    // oxlint-disable-next-line no-control-regex
    expect(html).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/);
    expect(html).toContain("\\u{202e}gnp.\\u{7}\\u{0}");
  });
});

describe("a report of a run in which nothing happened", () => {
  const html = renderRunPage(buildReport({ ...sampleInput([]), filter: null, loop: emptyLoop() }));

  test("says of every chart that there is nothing, and never 0 % of nothing", () => {
    for (const { id, text } of figuresOf(html))
      expect([id, text]).toEqual([id, expect.stringMatching(/class="nothing">/)]);
    expect(html.slice(0, html.indexOf("<script>"))).not.toMatch(/NaN|Infinity|undefined/);
  });
});

/** What stays as it is: names of commands, digests, rules as report.json has them, and the machine. */
function isKept(text: string, { scenario, performance, digest, reproduce }: Report): boolean {
  const { node, machine } = performance;
  const kept = [scenario, digest, node, machine?.os, reproduce];
  // Sources are in English.
  return kept.includes(text) || NOT_WORDS.has(text) || text.startsWith("reported:");
}

const NOT_WORDS = new Set(["n", "MCC", "F1", "p10", "p50", "p90", "ringfence", "Node.js"]);

function english(document: Report): string[] {
  return englishIn(renderRunPage(document)).filter((text) => !isKept(text, document));
}

describe("the Chinese page", () => {
  test("has no English sentence left, whatever sections a run has", () => {
    const all = buildReport(everySection());
    expect(all.sections.map(({ id }) => id)).toEqual(expect.arrayContaining(["banks", "cards", "bloom"]));
    expect(english(all)).toEqual([]);
  });

  test("has none where nothing happened", () => {
    expect(english(buildReport({ ...sampleInput([]), filter: null, loop: emptyLoop() }))).toEqual([]);
  });

  test("says the same numbers, but for money and dates as Chinese writes them", () => {
    const chinese = chineseOf(page);
    for (const text of textsOf(page)) {
      const turned = chinese(text);
      if (turned === text || /\d ?(?:K|M|B|bn)\b|20\d\d/.test(text)) continue;
      expect([text, numbersOf(turned)]).toEqual([text, numbersOf(text)]);
    }
  });
});

/** In no order: the two languages have their own. */
function numbersOf(text: string): string[] {
  return (text.match(/\d(?:[\d.,]*\d)?/g) ?? []).toSorted();
}

/** A run that has every section, also those that few runs have. */
function everySection(): ReportInput {
  const { loop, ...input } = sampleInput();
  const held = { account: 20, score: 6, call: 4 };
  const day = { priceYuan: 249.6, bidYuan: 112, dealers: 150, opened: 19, sold: 99 };
  const week = { contacts: Float64Array.of(40, 0, 7), earnedYuan: Float64Array.of(900, 0, -30) };
  const statement: CardStatement = {
    days: Array.from({ length: 14 }, () => day),
    weeks: [week, week],
    crackdown: {
      leads: 301,
      traced: 247,
      dealersDestroyed: 1,
      suspectsArrested: 32,
      holdersPenalised: 147,
      appeals: 3,
      appealsGranted: 2,
      outletsShut: 0,
      accountsFrozen: 112,
    },
    innocents: { penalised: 3, linesCut: 1, missedCalls: 12, missedPayments: 97 },
    failedTransfers: 0,
    returnedTransfers: 11,
    silentSlots: 0,
    linesAbroad: 0,
    broke: 0,
  };
  const stoppedYuan = new Float64Array(3).fill(40_000);
  const banks: BankStatement = {
    victims: {
      asked: 100,
      held,
      dissuaded: 9,
      otherWays: 6,
      otherWaysYuan: 9000,
      coached: 12,
      accountsTurned: 3,
      heldYuan: 180_000,
      stoppedYuan,
    },
    innocents: { asked: 5000, held, people: 29, delayHours: 240 },
  };
  const withoutCrackdown = { episodes: loop.episodes, cards: statement };
  const cards = { statement, withoutCrackdown, fromHour: 100, scale: 0.001, isWhole: true };
  const machine = { cpu: "AMD EPYC", cores: 2, quotaCores: 1.5, quotaKnown: true, memoryMiB: 1024, os: "Linux 6" };
  const performance = { ...input.performance, machine };
  const matcher = { engine: "minhash", differing: 3, messages: 300 };
  return { ...input, performance, matcher, loop: { ...loop, hours: 336, banks, cards } };
}
