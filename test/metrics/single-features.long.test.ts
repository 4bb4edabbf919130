/** No single feature solves the world: if one did, what all stages find in it would prove nothing. */
import { expect, test } from "vitest";
import { simulate } from "../../src/engine/simulation.ts";
import { LISTED, listingsFound } from "../../src/detect/blocklist/found.ts";
import { activityFound } from "../../src/detect/behaviour/found.ts";
import { imitationsFound } from "../../src/detect/lookalike/found.ts";
import { scriptsFound } from "../../src/detect/matcher/found.ts";
import { textOf } from "../../src/event/event-batch.ts";
import { BLOCK, hostsOf } from "../../src/event/findings.ts";
import { type Identity, formatIdentity } from "../../src/event/identity.ts";
import { HOUR_MS } from "../../src/core/time.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { truthOf } from "../../src/event/truth.ts";
import type { BatchView } from "../../src/engine/worker-output.ts";

/** Each has few values, over which the best rule in hindsight is a set. */
const FEATURES: Readonly<Record<string, (view: BatchView, row: number, text: string) => string | number | boolean>> = {
  callerListed: ({ findings }, row) => listingsFound(findings).caller[row] === LISTED,
  domainListed: ({ findings }, row) => listingsFound(findings).domain[row] === LISTED,
  callerLookalike: ({ findings }, row) => imitationsFound(findings).caller[row]! > 0,
  domainLookalike: ({ findings }, row) => imitationsFound(findings).domain[row]! > 0,
  similarity: ({ findings }, row) => {
    const { template, distance, length } = scriptsFound(findings);
    return template[row]! < 0 ? -1 : Math.floor((20 * (length[row]! - distance[row]!)) / Math.max(1, length[row]!));
  },
  route: ({ events }, row) => events.route[row]!,
  country: ({ events }, row) => /^(\+|00)\d?/.exec(formatIdentity(events.caller[row]! as Identity))?.[0] ?? "home",
  hour: ({ events }, row) => Math.floor(events.timeMs[row]! / HOUR_MS) % 24,
  fanOut: ({ findings }, row) => 32 - Math.clz32(activityFound(findings).fanOut[row]!),
  attempts: ({ findings }, row) => 32 - Math.clz32(activityFound(findings).attempts[row]!),
  textLength: (_, __, text) => Math.ceil(text.length / 8),
  lastCharacter: (_, __, text) =>
    text
      .at(-1)
      ?.replace(/\p{Script=Han}/u, "Han")
      .replace(/[a-z]/i, "Latin") ?? "none",
  invisible: (_, __, text) => text.match(/[\u200b-\u200d\ufeff]| {2}/gu)?.length ?? 0,
  hostEnding: ({ findings }, row) => /[^.]*$/.exec(hostsOf(findings, row)[0] ?? "")![0],
};

function f1(tp: number, blocked: number, fraud: number): number {
  return tp === 0 ? 0 : (2 * tp) / (blocked + fraud);
}

test("no rule on one feature, the best in hindsight, comes near to what all stages reach", async () => {
  const counts = Object.keys(FEATURES).map(() => new Map<unknown, { fraud: number; all: number }>());
  const total = { fraud: 0, blocked: 0, tp: 0 };
  const scenario = loadScenario("smoke", ["hours=96", "report.sampleEvery=1"]);
  await simulate({
    scenario,
    seed: 1,
    workers: 2,
    onSample({ view, row }) {
      const isFraud = truthOf(view.truth).fraud[row]!;
      const isBlocked = view.findings.outcome.decision[row] === BLOCK ? 1 : 0;
      total.fraud += isFraud;
      total.blocked += isBlocked;
      total.tp += isFraud & isBlocked;
      const text = textOf(view.events, row);
      for (const [at, feature] of Object.values(FEATURES).entries()) {
        const value = feature(view, row, text);
        const cell = counts[at]!.get(value) ?? { fraud: 0, all: 0 };
        counts[at]!.set(value, { fraud: cell.fraud + isFraud, all: cell.all + 1 });
      }
    },
  });
  // The best set takes values by their share of fraud (Lipton, Elkan and Naryanaswamy 2014).
  const best = counts.map((cells) => {
    let [tp, blocked, most] = [0, 0, 0];
    for (const { fraud, all } of [...cells.values()].sort((a, b) => b.fraud / b.all - a.fraud / a.all)) {
      most = Math.max(most, f1((tp += fraud), (blocked += all), total.fraud));
    }
    return most;
  });
  const reached = f1(total.tp, total.blocked, total.fraud);
  expect(total.fraud).toBeGreaterThan(100);
  expect(Math.max(...best)).toBeLessThan(0.9 * reached);
}, 300_000);
