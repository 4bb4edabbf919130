/**
 * Decisions that differ from those of `scan`, over many messages of both languages and all levels of obfuscation: there
 * must be none. `scan` takes a microsecond a template and message, so the templates are fewer here than where speed is
 * measured; the result says how many.
 */
import { OBFUSCATION_LEVELS } from "../../src/event/taxonomy.ts";
import { matcherEngines } from "../../src/detect/matcher/engines.ts";
import { NO_TEMPLATE } from "../../src/detect/matcher/matcher.ts";
import { addRecordToDigest, formatDigest } from "../../src/metrics/digest.ts";
import { formatCount } from "../../src/ui/format.ts";
import { measuredError, measurementOf } from "../harness/measurement.ts";
import { DECISION, REFERENCE, demandSameDecisions } from "./disagreement.ts";
import { Ladder } from "./ladder.ts";
import { type Decision, matcherOf, sameDecision, sharedNormaliser } from "../harness/matching.ts";
import type { MicroContext, MicroFindings } from "./micro-context.ts";

/** Throws RingfenceError "invariant", with fixtures, when a decision differs. */
export function measureDifferences(messages: number, templates: number, context: MicroContext): MicroFindings {
  const normaliser = sharedNormaliser();
  const ladder = new Ladder(context.seed);
  const scripts = ladder.templates(templates, normaliser);
  const names = context.engines.matcher.filter((name) => name !== REFERENCE);
  context.onProgress(`decisions of ${names.join(" and ")} against scan: ${formatCount(messages)} messages`);
  const digest = new Uint32Array(2);
  const differing = new Map<string, number>(names.map((name) => [name, 0]));
  let expected: Decision | null = null;
  const matchedAtLevel = Array.from({ length: OBFUSCATION_LEVELS }, () => 0);
  const { matched } = demandSameDecisions({
    reference: matcherOf(REFERENCE, scripts),
    engines: new Map(names.map((name) => [name, matcherOf(name, scripts)])),
    templates: scripts,
    texts: ladder.messages(messages),
    normaliser,
    onDecision: (engine, ordinal, decision) => {
      if (engine !== REFERENCE) {
        if (!sameDecision(decision, expected!)) differing.set(engine, differing.get(engine)! + 1);
        return;
      }
      expected = decision;
      const { template, distance, length } = decision;
      addRecordToDigest(digest, DECISION, [ordinal, template, distance, length]);
      if (template !== NO_TEMPLATE) matchedAtLevel[ordinal % OBFUSCATION_LEVELS]!++;
    },
  });
  return {
    measurements: names.map((name) =>
      measurementOf({
        name: `${name}, ${formatCount(messages)} messages`,
        group: "differ from scan",
        unit: "decisions",
        better: "lower",
        samples: [differing.get(name)!],
        n: messages,
        error: measuredError(
          "decisions that differ from scan's",
          differing.get(name)!,
          messages,
          isApproximate(name) ? null : 0,
        ),
        notes: [
          `both languages, levels 0 to ${OBFUSCATION_LEVELS - 1}, ${templates} templates, ${formatCount(matched)} matched`,
        ],
      }),
    ),
    comparisons: [],
    warnings: names.filter(isApproximate).map((name) => differenceWords(name, differing.get(name)!, messages)),
    problems: matched > 0 ? [] : ["no message matched any template: agreement means nothing"],
    digest: formatDigest(digest),
    details: { differential: { messages, templates, matched, matchedAtLevel } },
  };
}

function isApproximate(engine: string): boolean {
  return matcherEngines.of(engine).isApproximate === true;
}

function differenceWords(engine: string, differing: number, messages: number): string {
  return `${engine} decided otherwise than scan on ${formatCount(differing)} of ${formatCount(messages)} messages: it is approximate`;
}
