/** One screened event as a document for people and programs; its truth is another document, in another file. */
import { evidenceNames } from "../../detect/evidence.ts";
import { FINDERS, type ShippedStage } from "../../detect/finders.ts";
import { hexDigits } from "../../metrics/digest.ts";
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
import { type Decision, DECISIONS, type Findings, sectionValues } from "../../event/findings.ts";
import type { Labels } from "../../event/labels.ts";
import { NO_DOMAIN, truthOf } from "../../event/truth.ts";

type Records = {
  readonly [S in ShippedStage as S extends { record: unknown } ? S["name"] : never]: S extends {
    record: (...of: never) => infer R;
  }
    ? R
    : never;
};

export interface DecisionDocument extends Records {
  readonly id: string;
  readonly timeMs: number;
  readonly kind: "call" | "message";
  readonly caller: string;
  readonly callee: string;
  readonly route: Route;
  /** Null for a call. */
  readonly text: string | null;
  readonly decision: Decision;
  /** Hundredths of a nat of log-odds. */
  readonly score: number;
  readonly evidence: readonly string[];
  /** Columns of other stages, by stage; without stages that found nothing. */
  readonly own?: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/**
 * `subscriber`, the called one, joins an event to the warnings; `gang` and `target` join a fraud event to its episode.
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
  const { outcome } = findings;
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
    score: outcome.score[row]!,
    evidence: evidenceNames(outcome.evidence[row]!),
    ...recordsOf(events, findings, row),
    ...ownOf(findings, row),
  };
}

/** `scriptOf` is only called for contacts of gangs. */
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

export function eventId(events: EventBatch, row: number): string {
  return hexDigits(events.idLow[row]!, events.idHigh[row]!);
}

function recordsOf(events: EventBatch, findings: Findings, row: number): Records {
  const recording = FINDERS.filter((stage) => stage.record !== undefined);
  return Object.fromEntries(
    recording.map((stage) => [stage.name, stage.record!(events, findings, row)]),
  ) as unknown as Records;
}

/** A stage with zeros in all its columns found nothing. */
function ownOf(findings: Findings, row: number): Pick<DecisionDocument, "own"> {
  const found = FINDERS.filter((stage) => stage.record === undefined)
    .map(({ name }) => [name, sectionValues(findings, name, row)] as const)
    .filter(([, values]) => Object.values(values).some((value) => value !== 0));
  return found.length === 0 ? {} : { own: Object.fromEntries(found) };
}

/** Kinds of event by decision and truth together, to show some of each. */
export const SAMPLE_KINDS = DECISIONS.length * 2;

/** In [0, SAMPLE_KINDS): graver decisions are higher, and fraud is above benign. */
export function sampleKind(findings: Findings, labels: Labels, row: number): number {
  return findings.outcome.decision[row]! * 2 + truthOf(labels).fraud[row]!;
}
