import { Script } from "node:vm";
import { describe, expect, test } from "vitest";
import { KNOBS } from "../../../src/record/knobs.ts";
import { BENIGN_CLASSES, TYPOLOGIES } from "../../../src/event/taxonomy.ts";
import { chinesePhrases, toChinese } from "../../../src/report/html/language/chinese.ts";
import { makeTranslator } from "../../../src/report/html/language/translator.ts";
import { renderRunPage } from "../../../src/report/html/run-page.ts";
import { LEVEL_NAMES } from "../../../src/report/level-names.ts";
import { FIGURES, REPORTED_FIGURES } from "../../../src/report/reported-periods.ts";
import { buildReport } from "../../../src/report/report.ts";
import { type Report, reportSchema } from "../../../src/report/schema.ts";
import { emptyLoop } from "../sample-loop.ts";
import { sampleInput, sampleReport } from "../sample-report.ts";
import { EVERY_SECTION } from "./every-section.ts";
import { contentsOf } from "./page-for-tests.ts";

const report = sampleReport();
const chinese = toChinese();

/** Every text that a reader meets: those between tags, and what is told of marks and pictures. */
function textsOf(html: string): string[] {
  const body = html.replace(/<(script|style)>[^]*?<\/\1>/g, "");
  const found = [...body.matchAll(/>([^<>]+)<| (?:data-tip|aria-label)="([^"]*)"/g)];
  return found.map(([, text, attribute]) => unescape(text ?? attribute!).trim()).filter((text) => text !== "");
}

function unescape(text: string): string {
  const names: Record<string, string> = { lt: "<", gt: ">", quot: '"', "#39": "'", amp: "&" };
  return text.replace(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => names[name]!);
}

/** What stays as it is: names of parameters, commands, digests, rules as report.json has them, and the machine. */
function isKept(text: string, { scenario, singleFeatures, performance, digest, matcher }: Report): boolean {
  const { node, machine } = performance;
  const kept = [scenario, digest, node, machine?.os, matcher?.engine, ...singleFeatures.map(({ rule }) => rule)];
  return (
    kept.includes(text) ||
    /^[a-z]+(?:\.[a-zA-Z]+)+$/.test(text) ||
    /^(?:npx )?ringfence /.test(text) ||
    (machine !== undefined && text.startsWith(machine.cpu))
  );
}

/** Texts of the page that have no Chinese, or whose Chinese has an English sentence in it. */
function english(document: Report): string[] {
  return textsOf(renderRunPage(document)).filter((text) => {
    if (isKept(text, document)) return false;
    const said = chinese.translate(text);
    return said === null || /(?:[A-Za-z]{2,}[ ,]+){3}[a-z]{2,}/.test(said.replace(/\b[a-z]+\.[a-zA-Z]+\b/g, ""));
  });
}

describe("the Chinese page", () => {
  test("has no English sentence left, whatever sections a run has", () => {
    const all = reportSchema.parse({ ...report, ...EVERY_SECTION });
    expect(english(all)).toEqual([]);
    const { adversary } = EVERY_SECTION;
    expect(
      english({
        ...report,
        adversary: { ...adversary, mode: "scripted", noLoop: adversary.fixedHabit, fixedHabit: null, knobs: [] },
        reproduce: "ringfence run smoke --set hours=1",
        hours: { ...report.hours, reference: report.hours.scenario + 1 },
        matcher: { engine: "minhash", differing: { value: 0.01, low: 0, high: 0.1, n: 300 } },
      }),
    ).toEqual([]);
  });

  test("has none where nothing happened, nor of an older report", () => {
    expect(english(buildReport({ ...sampleInput([]), filter: null, loop: emptyLoop() }))).toEqual([]);
    const { timeline: _, decidedBy: __, ...older } = report;
    const { typologyByLevel: ___, ...interception } = report.interception;
    expect(english(reportSchema.parse({ ...older, interception }))).toEqual([]);
  });

  test("knows the names that a page may have", () => {
    const names = [
      ...TYPOLOGIES,
      ...BENIGN_CLASSES,
      ...LEVEL_NAMES,
      ...Object.values(FIGURES).map(({ words }) => words),
      ...Object.values(REPORTED_FIGURES).flatMap(({ period, countedBy, source }) => [period, countedBy, source]),
      ...Object.entries(KNOBS).flatMap(([knob, settings]) => settings.map((setting) => `${knob} ${setting}`)),
    ];
    expect(names.filter((name) => !name.endsWith(" usual") && chinese.translate(name) === null)).toEqual([]);
  });

  test("says the same numbers, those of money and axes as Chinese writes them", () => {
    expect(chinese.translate("97.8\u00a0%\n97.5 to 98.1\nn\u00a0=\u00a013,035")).toBe(
      "97.8 %\n97.5 至 98.1\nn = 13,035",
    );
    expect(chinese.translate("1.5K")).toBe("1500");
    expect(chinese.translate("242.75 M")).toBe("2.4275亿");
    expect(chinese.translate("220.1-257.9 M")).toBe("2.201亿–2.579亿");
    for (const text of textsOf(renderRunPage(report))) {
      const said = chinese.translate(text);
      if (said === null || /\d ?(?:K|M|B|bn)\b|February/.test(text)) continue;
      expect([text, numbersOf(said)]).toEqual([text, numbersOf(text)]);
    }
  });

  test("has each phrase once, with all that it is told, in Chinese marks", () => {
    const phrases = chinesePhrases();
    expect(new Set(phrases.map(([from]) => from)).size).toBe(phrases.length);
    for (const [from, to] of phrases) {
      const holes = from.match(/[#*@]/g)?.length ?? 0;
      expect([from, new Set(to.match(/\{\d\}/g)).size]).toEqual([from, holes]);
      expect(to).not.toMatch(/\p{Script=Han} ?[.,;:?]|[.,;:?] ?\p{Script=Han}/u);
    }
  });

  test("takes its phrases along, and nothing ends its script, whatever a stage is called", () => {
    const page = renderRunPage(report);
    expect(page.match(/<\/script>/g)).toHaveLength(1);
    expect(() => new Script(contentsOf(page, "script")[0]!)).not.toThrow();
    expect(page).toContain('<button id="language" type="button" hidden></button>');
    expect(page.length).toBeLessThan(600_000);
  });
});

/** In no order: the two languages have their own. */
function numbersOf(text: string): string[] {
  return (text.match(/\d(?:[\d.,]*\d)?/g) ?? []).toSorted();
}

describe("a translator", () => {
  const { translate } = makeTranslator([
    ["# of #", "{2} 中的 {1}"],
    ["calls", "电话"],
    ["*: blocked", "{1}：拦截"],
    ["by @, at once", "由 {1}，立即"],
    ["Some fell.", "有些掉了。"],
    ["obfuscation heavy", "更重"],
  ]);

  test("fills holes: numbers with their unit, texts that it knows, and names that it leaves", () => {
    expect(translate("12.5 % of 1,234")).toBe("1,234 中的 12.5 %");
    expect(translate("calls: blocked")).toBe("电话：拦截");
    expect(translate("letters: blocked")).toBe(null);
    expect(translate("by $& (.*), at once")).toBe("由 $& (.*)，立即");
    expect(translate("by {2} calls {1}, at once")).toBe("由 {2} calls {1}，立即");
  });

  test("goes by lines, then sentences, then parts; one that it does not know leaves the whole", () => {
    expect(translate("Some fell. Some fell.")).toBe("有些掉了。有些掉了。");
    expect(translate("calls\n1 of 2")).toBe("电话\n2 中的 1");
    expect(translate("calls, calls")).toBe("电话，电话");
    expect(translate("calls, letters")).toBe(null);
    expect(translate("obfuscation he…")).toBe("更重");
  });

  test("comes to an end with a text of many marks from outside", () => {
    expect(translate(`${"a: ".repeat(300)}${", b".repeat(300)} of ${"; ".repeat(300)}`)).toBe(null);
  });
});
