/** One screened event as a document for people and programs; its truth is another document, in another file. */
import { evidenceNames } from "../../detect/evidence.ts";
import { hexDigits } from "../../core/hex-digits.ts";
import { type EventBatch, KIND_MESSAGE, type Route, ROUTES, textOf } from "../../event/event-batch.ts";
import { type Identity, formatIdentity } from "../../event/identity.ts";
import { maskIdentity } from "../../event/masking.ts";
import {
  BENIGN_CLASSES,
  type BenignClass,
  TECHNOLOGIES,
  type Technology,
  TYPOLOGIES,
  type Typology,
} from "../../event/taxonomy.ts";
import { riskOf } from "../../event/risk.ts";
import type { Labels } from "../../event/labels.ts";
import { NO_DOMAIN, truthOf } from "../../event/truth.ts";
import { type Decision, DECISIONS, type Findings, hostsOf, ownValues } from "../../event/findings.ts";

const LIST_ANSWERS = ["absent", "filterOnly", "listed"] as const;
type ListAnswer = (typeof LIST_ANSWERS)[number];

/** Distance to, and number of, a protected identity or domain. */
interface LookalikeFinding {
  readonly of: number;
  readonly distance: number;
}

export interface DecisionDocument {
  /** The event's identity, 16 hexadecimal digits. */
  readonly id: string;
  readonly timeMs: number;
  readonly kind: "call" | "message";
  readonly caller: string;
  readonly callee: string;
  readonly route: Route;
  /** Null for a call. */
  readonly text: string | null;
  readonly decision: Decision;
  /** The score as a probability, to four digits. */
  readonly risk: number;
  /** Hundredths of a nat of log-odds. */
  readonly score: number;
  readonly evidence: readonly string[];
  /** Links found, and the hosts of those examined. */
  readonly links: { readonly count: number; readonly hosts: readonly string[] };
  readonly blocklist: {
    readonly caller: ListAnswer;
    readonly domain: ListAnswer;
    /** Listed numbers in the block of 1,000 of a caller who is not listed; left out where they are not enough. */
    readonly neighbours?: number;
  };
  readonly lookalike: { readonly caller: LookalikeFinding | null; readonly domain: LookalikeFinding | null };
  readonly match: { readonly template: number; readonly similarity: number } | null;
  readonly behaviour: {
    readonly attempts: number;
    readonly fanOut: number;
    readonly calls: number;
    readonly answered: number;
    readonly meanDurationS: number;
  };
  /** The columns of stages with a section of their own, by stage; those that found nothing are left out. */
  readonly own?: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/**
 * `subscriber`, who is called, joins an event to the warnings; `gang` and `target` join a fraud event to its episode.
 */
export type TruthDocument =
  | { readonly id: string; readonly fraud: false; readonly class: BenignClass; readonly subscriber: number }
  | {
      readonly id: string;
      readonly fraud: true;
      readonly gang: number;
      readonly target: number;
      readonly subscriber: number;
      readonly typology: Typology;
      /** Its name in datasets/scripts: all messages of it say the same, in the words of their campaign. */
      readonly script: string;
      /** Step of the script and try of the step, both from 0. */
      readonly step: number;
      readonly attempt: number;
      readonly technology: Technology;
      readonly obfuscation: number;
      readonly domain: number | null;
    };

/**
 * The decision on event `row`, with the numbers of caller and callee as 138****0017 unless `unmask`. It holds no truth
 * and is not for a hot loop.
 */
export function decisionDocument(
  events: EventBatch,
  findings: Findings,
  row: number,
  unmask = false,
): DecisionDocument {
  const isMessage = events.kind[row] === KIND_MESSAGE;
  const { blocklist, behaviour, outcome } = findings;
  const show: (identity: Identity) => string = unmask ? formatIdentity : maskIdentity;
  return {
    id: eventId(events, row),
    timeMs: events.timeMs[row]!,
    kind: isMessage ? "message" : "call",
    caller: show(events.caller[row]! as Identity),
    callee: show(events.callee[row]! as Identity),
    route: ROUTES[events.route[row]!]!,
    text: isMessage ? textOf(events, row) : null,
    decision: DECISIONS[outcome.decision[row]!]!,
    risk: fourDigits(riskOf(outcome.score[row]!)),
    score: outcome.score[row]!,
    evidence: evidenceNames(outcome.evidence[row]!),
    links: isMessage ? { count: findings.links.count[row]!, hosts: hostsOf(findings, row) } : { count: 0, hosts: [] },
    blocklist: {
      caller: LIST_ANSWERS[blocklist.caller[row]!]!,
      domain: isMessage ? LIST_ANSWERS[blocklist.domain[row]!]! : "absent",
      ...(blocklist.neighbours[row] === 0 ? {} : { neighbours: blocklist.neighbours[row]! }),
    },
    lookalike: lookalikeOf(findings, row, isMessage),
    match: isMessage ? matchOf(findings, row) : null,
    behaviour: {
      attempts: behaviour.attempts[row]!,
      fanOut: behaviour.fanOut[row]!,
      calls: behaviour.calls[row]!,
      answered: behaviour.answered[row]!,
      meanDurationS: behaviour.meanDurationS[row]!,
    },
    ...ownOf(findings, row),
  };
}

/** The truth of event `row`. `scriptOf` is asked about contacts of gangs alone. */
export function truthDocument(
  events: EventBatch,
  labels: Labels,
  row: number,
  scriptOf: (labels: Labels, row: number) => string,
): TruthDocument {
  const id = eventId(events, row);
  const truth = truthOf(labels);
  const subscriber = truth.subscriber[row]!;
  if (truth.fraud[row] !== 1) return { id, fraud: false, class: BENIGN_CLASSES[truth.benignClass[row]!]!, subscriber };
  const domain = truth.domain[row]!;
  return {
    id,
    fraud: true,
    gang: truth.gang[row]!,
    target: truth.target[row]!,
    subscriber,
    typology: TYPOLOGIES[truth.typology[row]!]!,
    script: scriptOf(labels, row),
    step: truth.step[row]!,
    attempt: truth.attempt[row]!,
    technology: TECHNOLOGIES[truth.technology[row]!]!,
    obfuscation: truth.obfuscation[row]!,
    domain: domain === NO_DOMAIN ? null : domain,
  };
}

/** The identity of event `row` as 16 hexadecimal digits. */
export function eventId(events: EventBatch, row: number): string {
  return hexDigits(events.idLow[row]!, events.idHigh[row]!);
}

function lookalikeOf({ lookalike }: Findings, row: number, isMessage: boolean): DecisionDocument["lookalike"] {
  const caller = lookalike.caller[row]!;
  const domain = isMessage ? lookalike.domain[row]! : 0;
  return {
    caller: caller === 0 ? null : { of: lookalike.callerOf[row]!, distance: caller - 1 },
    domain: domain === 0 ? null : { of: lookalike.domainOf[row]!, distance: domain - 1 },
  };
}

function matchOf({ match }: Findings, row: number): DecisionDocument["match"] {
  const template = match.template[row]!;
  if (template < 0) return null;
  const length = match.length[row]!;
  return { template, similarity: length === 0 ? 1 : fourDigits(1 - match.distance[row]! / length) };
}

/** Zeros in all its columns are how a stage finds nothing. */
function ownOf(findings: Findings, row: number): Pick<DecisionDocument, "own"> {
  const found = Object.keys(findings.own)
    .map((stage) => [stage, ownValues(findings, stage, row)] as const)
    .filter(([, values]) => Object.values(values).some((value) => value !== 0));
  return found.length === 0 ? {} : { own: Object.fromEntries(found) };
}

function fourDigits(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
