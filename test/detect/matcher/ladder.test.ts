/** The engines on the project's own texts: scripts and benign messages, both languages, every level of obfuscation. */
import { expect, test } from "vitest";
import { RandomStream, below } from "../../../src/core/random.ts";
import { cutTemplate, NO_TEMPLATE } from "../../../src/detect/matcher/matcher.ts";
import { buildPhraseBank } from "../../../src/world/text/build-phrase-bank.ts";
import { describeScripts } from "../../../src/world/text/catalogue.ts";
import { composeText } from "../../../src/world/text/compose.ts";
import { loadGrammar } from "../../../src/world/text/grammar.ts";
import { attachPhraseBank } from "../../../src/world/text/phrase-bank.ts";
import { createTextRequest } from "../../../src/world/text/text-request.ts";
import { demandScanDecisions } from "./contract.ts";
import { normalise } from "../normaliser/normaliser-for-tests.ts";

const MESSAGES = 3000;
const TEMPLATES = 100;
const CAMPAIGNS = 2;

test(`all engines take the same decision on ${MESSAGES} messages of both languages and all levels`, () => {
  const grammar = loadGrammar();
  const bank = attachPhraseBank(buildPhraseBank(grammar));
  const { scripts, messageCount } = describeScripts(grammar);
  // Three in four are of scripts, which are numbered first.
  const scriptCount = Math.max(...scripts.flat().flatMap(({ steps }) => steps.map(({ message }) => message))) + 1;
  const draws = new RandomStream(1, "test-ladder");
  const request = createTextRequest(new RandomStream(1, "test-ladder-text"));
  const compose = (ordinal: number, level: number): string => {
    const words = draws.draw(ordinal, level);
    const message = below(words[0]!, words[3]! % 4 === 0 ? messageCount : scriptCount);
    Object.assign(request, { message, language: words[1]! % 2, level, ordinal });
    request.campaign = words[2]! % CAMPAIGNS;
    return composeText(bank, request);
  };

  const templates = Array.from({ length: TEMPLATES }, (_, number) => cutTemplate(normalise(compose(number, 0))));
  const decide = demandScanDecisions(templates);
  const matched = [0, 0, 0, 0, 0, 0];
  for (let ordinal = 0; ordinal < MESSAGES; ordinal++) {
    const level = ordinal % 6;
    const [template] = decide(normalise(compose(ordinal, level)));
    if (template !== NO_TEMPLATE) matched[level]!++;
  }
  // The comparison means something: each level but the paraphrase matches now and then.
  expect(matched.slice(0, 5).every((count) => count > 20)).toBe(true);
});
