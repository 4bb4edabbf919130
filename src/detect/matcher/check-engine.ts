/**
 * Compares a matcher engine with `scan` on randomly edited copies of a few texts, in some milliseconds. An approximate
 * engine may miss a template, or find one that is not the nearest, but it must be near enough. Every engine from a
 * module is checked when it is loaded.
 */
import { RingfenceError } from "../../core/errors.ts";
import { RandomStream, below } from "../../core/random.ts";
import { unitsOf } from "../../core/units.ts";
import { DEFAULT_THRESHOLD_PERMILLE, type Matcher, type Template } from "./matcher.ts";
import type { MatcherEngine } from "./template-table.ts";
import { scan } from "./matcher-from.ts";
import { attachTemplateTable, writeTemplateTable } from "./template-table.ts";

const TEMPLATES: readonly Template[] = [
  "youraccountisblocked",
  "您的快递已丢失请联系客服",
  "yourparcelislostcallus",
  "您的银行账户已被冻结请点击链接登录验证",
  "congratulationsyouwonaprize",
  "payyourfinetodayoryourlicenceislost",
].map((text, number) => ({ number, text }));

const STRANGERS = ["", "short", "seeyouathalfpastsix"];

/** Throws RingfenceError "config" with what was expected and found. `copies`: edited texts that are tried. */
export function checkMatcher(engine: MatcherEngine, copies = 120): void {
  if ("create" in engine) {
    throw new RingfenceError("config", "it is a blocklist engine: name it as blocklist.engine");
  }
  const matcher = readTemplates(engine, TEMPLATES);
  const exact = readTemplates(scan, TEMPLATES);
  const draws = new RandomStream(1, "check-matcher");
  const edited = Array.from({ length: copies }, (_, i) => editedText(TEMPLATES[i % TEMPLATES.length]!.text, draws, i));
  for (const text of [...STRANGERS, ...TEMPLATES.map((template) => template.text), ...edited]) {
    const found = answerOf(matcher, text);
    const only = TEMPLATES.filter(({ number }) => number === found[0]);
    const mayBe = engine.isApproximate ? answerOf(readTemplates(scan, only), text) : answerOf(exact, text);
    if (mayBe.every((value, at) => value === found[at])) continue;
    throw new RingfenceError(
      "config",
      `asked for ${JSON.stringify(text)}: expected (template, distance, length) [${mayBe.join(", ")}] as of scan, ` +
        `found [${found.join(", ")}]`,
    );
  }
}

function answerOf(matcher: Matcher, text: string): readonly [template: number, distance: number, length: number] {
  return [matcher.match(unitsOf(text), text.length), matcher.distance, matcher.length];
}

/** Edits up to six tenths of a text's characters: some copies no longer match. */
export function editedText(text: string, draws: RandomStream, copy: number): string {
  const units = Array.from(text);
  const edits = copy % Math.ceil(text.length * 0.6);
  for (let edit = 0; edit < edits; edit++) {
    const [at, letter, gone] = draws.draw(copy, edit);
    units.splice(below(at!, units.length), gone! % 2, String.fromCodePoint(0x61 + below(letter!, 4)));
  }
  return units.join("");
}

/** Attaches templates like another thread, with an engine that need not be in the list. */
export function readTemplates(
  engine: MatcherEngine,
  templates: readonly Template[],
  options: { readonly thresholdPermille?: number; readonly version?: number; readonly previous?: Matcher } = {},
): Matcher {
  const { thresholdPermille = DEFAULT_THRESHOLD_PERMILLE, version = -1, previous } = options;
  const table = attachTemplateTable(writeTemplateTable(templates));
  return engine.attach({ version, thresholdPermille, templates: table }, previous);
}
