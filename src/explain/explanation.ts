/** One screened event on its way through the stages, step by step. How the event was made does not matter here. */
import type { BlocklistKey } from "../event/blocklist-key.ts";
import { unitsOf } from "../core/units.ts";
import { distance as levenshtein } from "fastest-levenshtein";
import type { BlocklistProbe } from "../detect/blocklist/blocklist.ts";
import type { Prober } from "../detect/blocklist/listings.ts";
import { scoreParts } from "../detect/classifier/classify.ts";
import { FINDERS } from "../detect/finders.ts";
import type { Words } from "../detect/stage.ts";
import { riskOf } from "../event/risk.ts";
import type { ClassifierSettings } from "../detect/classifier/weights.ts";
import { hostKeysInto, MAX_HOST_KEYS } from "../event/domain-key.ts";
import { type EventBatch, KIND_MESSAGE, ROUTES, type Route, textOf } from "../event/event-batch.ts";
import {
  type CanonicalIdentity,
  type Identity,
  canonicalIdentity,
  formatIdentity,
  identityForm,
  type IdentityForm,
} from "../event/identity.ts";
import { maskIdentity } from "../event/masking.ts";
import { type Decision, DECISIONS, type Findings, hostsOf } from "../event/findings.ts";
import type { Lookalikes } from "../detect/lookalike/lookalikes.ts";
import { compareDistances, cutTemplate, MIN_MATCH_UNITS, NO_TEMPLATE } from "../detect/matcher/matcher.ts";
import { type NormaliserTable, normaliseText } from "../detect/matcher/normaliser.ts";
import { type Edit, MIN_SHOWN_SIMILARITY, textEdits } from "./text-edits.ts";

/** What the event was screened with. A stage without its table was off. */
export interface ExplanationContext {
  readonly blocklist: Prober | null;
  readonly lookalikes: Lookalikes | null;
  readonly match: {
    readonly normaliser: NormaliserTable;
    readonly thresholdPermille: number;
    /** The templates in force, as messages are compared with them. */
    readonly templates: Iterable<{ readonly number: number; readonly text: string }>;
    /** A template for people: where it comes from, and how it was worded. */
    readonly describe: (number: number) => { readonly name: string | null; readonly original: string };
  } | null;
  readonly behaviour: boolean;
  readonly classifier: ClassifierSettings | null;
  /** Show callers whole. */
  readonly unmask: boolean;
}

export interface Explanation {
  readonly event: {
    readonly kind: "message" | "call";
    readonly caller: string;
    readonly callerForm: IdentityForm;
    readonly route: Route;
    readonly text: string | null;
  };
  readonly links: { readonly found: number; readonly hosts: readonly string[] };
  /** Null for a stage that was off, here and below; `match`, of a call too, which has no text. */
  readonly blocklist: readonly ProbedKey[] | null;
  readonly lookalike: { readonly caller: Imitation | null; readonly domain: Imitation | null } | null;
  readonly match: MatchStep | null;
  readonly behaviour: BehaviourStep | null;
  /** What stages that explain themselves have seen. */
  readonly others: readonly OtherStep[];
  readonly outcome: OutcomeStep | null;
}

export interface OtherStep {
  readonly stage: string;
  readonly title: Words;
  /** Null: nothing, as also of a stage that was off. */
  readonly found: Words | null;
}

export interface ProbedKey {
  readonly of: "caller" | "domain";
  readonly key: string;
  readonly probe: BlocklistProbe;
}

export interface Imitation {
  /** What is imitated. */
  readonly name: string;
  /** Edits between it and what was folded from the event. */
  readonly edits: number;
}

export interface MatchStep {
  readonly normalised: string;
  readonly threshold: number;
  /** Null when the text is too short to be compared, or there is no template. */
  readonly nearest: NearestTemplate | null;
}

export interface NearestTemplate {
  readonly template: number;
  readonly name: string | null;
  readonly original: string;
  readonly distance: number;
  readonly length: number;
  readonly similarity: number;
  /** Whether it is near enough. */
  readonly matched: boolean;
  /** From the template to the message, both normalised; null where they are so unlike that it would tell nothing. */
  readonly edits: readonly Edit[] | null;
}

export interface BehaviourStep {
  readonly attempts: number;
  readonly fanOut: number;
  readonly calls: number;
  readonly answered: number;
  readonly meanDurationS: number;
}

export interface OutcomeStep {
  /** The prior first, then the evidence; hundredths of a nat of log-odds. They add up to the score. */
  readonly parts: readonly { readonly name: string; readonly weight: number }[];
  readonly score: number;
  readonly flagScore: number;
  readonly blockScore: number;
  readonly risk: number;
  readonly verdict: Decision;
}

/** Explains row `row` of a batch that `screen` has filled. */
export function explainRow(
  events: EventBatch,
  findings: Findings,
  row: number,
  context: ExplanationContext,
): Explanation {
  const isMessage = events.kind[row] === KIND_MESSAGE;
  const caller = events.caller[row]! as Identity;
  const hosts = hostsOf(findings, row);
  return {
    event: {
      kind: isMessage ? "message" : "call",
      caller: context.unmask ? formatIdentity(caller) : maskIdentity(caller),
      callerForm: identityForm(caller),
      route: ROUTES[events.route[row]!]!,
      text: isMessage ? textOf(events, row) : null,
    },
    links: { found: findings.links.count[row]!, hosts },
    blocklist: context.blocklist === null ? null : probeKeys(context.blocklist, caller, hosts, context.unmask),
    lookalike: context.lookalikes === null ? null : explainLookalike(context.lookalikes, findings, row),
    match:
      context.match === null || !isMessage ? null : explainMatch(context.match, findings, row, textOf(events, row)),
    behaviour: context.behaviour ? explainBehaviour(findings, row) : null,
    others: FINDERS.flatMap((stage) => {
      if (!stage.explain) return [];
      return [{ stage: stage.name, title: stage.title, found: stage.explain(events, findings, row) }];
    }),
    outcome: context.classifier === null ? null : explainOutcome(context.classifier, findings, row),
  };
}

function probeKeys(
  blocklist: NonNullable<ExplanationContext["blocklist"]>,
  caller: Identity,
  hosts: readonly string[],
  unmask: boolean,
): ProbedKey[] {
  return keysOf(caller, hosts).map((asked) => ({
    of: asked.of,
    key: asked.of === "domain" ? asked.name : unmask ? formatIdentity(asked.key) : maskIdentity(asked.key),
    probe: blocklist.probe(asked.key, asked.name),
  }));
}

/** What the blocklist is asked about event `row`. */
export function probedKeys(events: EventBatch, findings: Findings, row: number): AskedKey[] {
  return keysOf(events.caller[row]! as Identity, hostsOf(findings, row));
}

/** A caller, who may have to be masked, or a domain by its name. */
export type AskedKey =
  | { readonly of: "caller"; readonly key: CanonicalIdentity; readonly name: null }
  | { readonly of: "domain"; readonly key: BlocklistKey; readonly name: string };

function keysOf(caller: Identity, hosts: readonly string[]): AskedKey[] {
  const asked: AskedKey[] = [{ of: "caller", key: canonicalIdentity(caller), name: null }];
  const keys = new Float64Array(MAX_HOST_KEYS);
  for (const host of hosts) {
    const units = unitsOf(host);
    const count = hostKeysInto(units, 0, units.length, keys);
    for (let i = 0; i < count; i++)
      asked.push({ of: "domain", key: keys[i]! as BlocklistKey, name: suffixOf(host, i, count) });
  }
  return asked;
}

/** Key i of a host is that of its last i + 2 labels; the last key is that of the whole host. */
function suffixOf(host: string, index: number, count: number): string {
  return index === count - 1
    ? host
    : host
        .split(".")
        .slice(-(index + 2))
        .join(".");
}

function explainLookalike(lookalikes: Lookalikes, findings: Findings, row: number): Explanation["lookalike"] {
  const { hotlines, domains } = lookalikes.handle.protected;
  const { caller, callerOf, domain, domainOf } = findings.lookalike;
  const hotline = caller[row]! > 0 ? hotlines[callerOf[row]!]! : null;
  const genuine = domain[row]! > 0 ? domains[domainOf[row]!]! : null;
  return {
    caller: hotline && { name: `${hotline.digits} ${hotline.zh} (${hotline.en})`, edits: caller[row]! - 1 },
    domain: genuine && { name: `${genuine.domain} ${genuine.zh} (${genuine.en})`, edits: domain[row]! - 1 },
  };
}

function explainMatch(
  context: NonNullable<ExplanationContext["match"]>,
  findings: Findings,
  row: number,
  text: string,
): MatchStep {
  const normalised = normaliseText(context.normaliser, text);
  const compared = cutTemplate(normalised);
  const nearest = findNearest(context.templates, compared);
  const threshold = context.thresholdPermille / 1000;
  if (nearest === null) return { normalised, threshold, nearest: null };
  const { number, distance, length } = nearest;
  const similarity = 1 - distance / length;
  return {
    normalised,
    threshold,
    nearest: {
      template: number,
      ...context.describe(number),
      distance,
      length,
      similarity,
      matched: findings.match.template[row]! !== NO_TEMPLATE,
      edits: similarity >= MIN_SHOWN_SIMILARITY ? textEdits(nearest.text, compared) : null,
    },
  };
}

interface Candidate {
  readonly number: number;
  readonly text: string;
  readonly distance: number;
  readonly length: number;
}

/** The matcher's own rule without its threshold, by looking at every template: the lowest number among equals. */
function findNearest(templates: Iterable<{ number: number; text: string }>, message: string): Candidate | null {
  if (message.length < MIN_MATCH_UNITS) return null;
  let best: Candidate | null = null;
  for (const { number, text } of templates) {
    if (text.length < MIN_MATCH_UNITS) continue;
    const distance = levenshtein(text, message);
    const length = Math.max(text.length, message.length);
    const order = best === null ? -1 : compareDistances(distance, length, best.distance, best.length);
    if (order < 0 || (order === 0 && number < best!.number)) best = { number, text, distance, length };
  }
  return best;
}

function explainBehaviour({ behaviour }: Findings, row: number): BehaviourStep {
  return {
    attempts: behaviour.attempts[row]!,
    fanOut: behaviour.fanOut[row]!,
    calls: behaviour.calls[row]!,
    answered: behaviour.answered[row]!,
    meanDurationS: behaviour.meanDurationS[row]!,
  };
}

function explainOutcome(classifier: ClassifierSettings, { outcome }: Findings, row: number): OutcomeStep {
  const score = outcome.score[row]!;
  const { flagScore, blockScore } = classifier;
  const parts = scoreParts(outcome.evidence[row]!, classifier);
  return { parts, score, flagScore, blockScore, risk: riskOf(score), verdict: DECISIONS[outcome.decision[row]!]! };
}
