import { distance } from "fastest-levenshtein";
import { expect, test } from "vitest";

import { attachMatcher, buildMatcher } from "../../../src/detect/matcher/engines.ts";
import { NO_TEMPLATE } from "../../../src/detect/matcher/matcher.ts";
import { attachNormaliser, normaliseText } from "../../../src/detect/normaliser/normaliser.ts";
import { loadNormaliserTable } from "../../../src/detect/normaliser/stored-normaliser.ts";
import { BENIGN_CLASSES } from "../../../src/event/taxonomy.ts";
import type { MessageStep, Segment } from "../../../src/world/text/grammar-schema.ts";
import { makeHostLists } from "../../../src/world/traffic/hosts.ts";
import { makeOrganisations } from "../../../src/world/traffic/organisations.ts";
import { loadProtectedIdentities } from "../../../src/detect/lookalike/protected.ts";
import { parseIdentity } from "../../../src/event/identity.ts";
import type { EarlyWarning } from "../../../src/record/warning.ts";
import { writeWarning } from "../../../src/respond/warning/warning-message.ts";
import { LANGUAGES } from "../../../src/world/text/phrase-bank.ts";
import { grammar } from "./fixture.ts";
import { unitsOf } from "../../../src/core/units.ts";

const normaliser = attachNormaliser(loadNormaliserTable());
/** As it is compared with scripts, each slot filled with what is the same in all texts. */
function normalised(text: string): string {
  const filled = text
    .replaceAll("{link}", " ab-safe.top/a1 ")
    .replaceAll("{brand}", /\p{sc=Han}/u.test(text) ? "高速服务中心" : "TollWay")
    .replaceAll(/\{[a-z]+\}/g, "12");
  return normaliseText(normaliser, filled);
}

const twins = grammar.benign.flatMap(({ id, benignClass, twin, zh, en }) => {
  if (!twin) return [];
  const { of, step, differs } = twin;
  const script = grammar.scripts.find((one) => one.id === of)!.steps[step] as MessageStep;
  return LANGUAGES.map((language) => ({
    name: `${id} (${language})`,
    benignClass,
    differs,
    own: { zh, en }[language].segments,
    script: script[language].segments,
  }));
});

/** The text with the n-th wording of each segment. */
function worded(segments: readonly Segment[], n: number): string[] {
  return segments.map(({ words }) => words[n % words.length]!);
}

function nearest(to: string, among: readonly string[]): string {
  return among.reduce((best, one) => (distance(to, one) < distance(to, best) ? one : best));
}

/** The number of the template that a text is near to, or NO_TEMPLATE, with the text for whoever reads a failure. */
function nearTo(scripts: readonly string[], text: string): readonly [number, string] {
  const templates = scripts.map((script, number) => ({ number, text: normalised(script) }));
  const matcher = attachMatcher(buildMatcher("index", 750, templates));
  const message = unitsOf(normalised(text));
  return [matcher.match(message, message.length), text];
}

test.each(twins)("$name is near the script that copies it, however it is worded", ({ own, script }) => {
  for (let n = 0; n < Math.max(...own.map(({ words }) => words.length)); n++) {
    const words = worded(own, n);
    const copied = script.map((segment, index) => nearest(words[index] ?? "", segment.words)).join("");
    expect(nearTo([copied], words.join(""))).not.toContain(NO_TEMPLATE);
  }
});

/** How a reader may be led on: what a gang must put of its own into what it copies. */
const WAYS = ["link", "phone", "contact"];
const organisations = makeOrganisations(1);
const { genuine } = makeHostLists(loadProtectedIdentities().domains);

test.each(twins)("$name differs from the script by what it states", ({ benignClass, differs, own, script }) => {
  const code = BENIGN_CLASSES.indexOf(benignClass);
  const [ours, theirs] = [own, script].map((segments) => {
    return new Set([...JSON.stringify(segments).matchAll(/\{([a-z]+)\}/g)].map((match) => match[1]!));
  }) as [Set<string>, Set<string>];
  const isOwn = ({ words }: Segment, index: number): boolean =>
    !words.some((word) => script[index]!.words.includes(word));
  const holds = {
    link: ours.has("link") && theirs.has("link"),
    sender: theirs.has("phone"),
    ask: own.some(isOwn) || WAYS.some((way) => theirs.has(way) && !ours.has(way)),
  };
  expect(differs.filter((what) => !holds[what])).toEqual([]);
  // A chat handle is nobody's number, and a number that it names is the one that it comes from.
  expect(ours).not.toContain("contact");
  expect(ours.has("link") && genuine[code] === 0).toBe(false);
  expect(ours.has("phone") && organisations[code] === null).toBe(false);
});

test.each((["medium", "high"] as const).flatMap((level) => LANGUAGES.map((language) => ({ level, language }))))(
  "the platform's own warning, $level in $language, is near the script that copies it",
  ({ level, language }) => {
    const identity = parseIdentity("13800138000");
    const warning = writeWarning(
      { level, identity, host: null, reasons: ["call"] } as unknown as EarlyWarning,
      language,
    );
    const { script } = twins.find(({ name }) => name === `government-early-warning (${language})`)!;
    const copies = Array.from({ length: 6 }, (_, n) => worded(script, n).join(""));
    expect(nearTo(copies, warning)).not.toContain(NO_TEMPLATE);
  },
);
