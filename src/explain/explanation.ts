/** One screened event on its way through the stages, step by step. How the event was made does not matter here. */
import type { ProbedKey } from "../detect/blocklist/explain-listings.ts";
import type { SeenMatch } from "../detect/matcher/explain-match.ts";
import type { SeenOutcome } from "../detect/classifier/explain-outcome.ts";
import type { ShippedStage } from "../detect/finders.ts";
import { STAGES } from "../detect/screening.ts";
import type { Picture, Stage, Words } from "../detect/stage.ts";
import { type EventBatch, KIND_MESSAGE, ROUTES, type Route, textOf } from "../event/event-batch.ts";
import { type Findings, sectionValues } from "../event/findings.ts";
import { type Identity, formatIdentity, identityForm, type IdentityForm } from "../event/identity.ts";
import { maskIdentity } from "../event/masking.ts";

/** What the event was screened with, by stage, as its explanation needs it (`StageOf.saw`); null: it was off. */
export interface ExplanationContext {
  readonly stages: Readonly<Record<string, unknown>>;
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
  /** By name, in the order that events pass them. */
  readonly stages: SeenByStages;
}

/** Of the shipped stages, what each sees; of others, and of those that see their columns, whatever they say. */
export type SeenByStages = {
  readonly [S in ShippedStage as S extends { saw: unknown } ? S["name"] : never]: StageStep<SeenBy<S>>;
} & { readonly classify: StageStep<SeenOutcome> } & Readonly<Record<string, StageStep<unknown>>>;

type SeenBy<S> = S extends { saw: (...of: never) => infer Saw } ? NonNullable<Saw> : never;

export interface StageStep<Saw> {
  readonly title: Words;
  /** False: the stage was off, and saw nothing. */
  readonly isOn: boolean;
  /** As data; null also where it had nothing to look at. */
  readonly saw: Saw | null;
  /** How that is drawn; left out: in words. */
  readonly picture?: Picture;
  /** In a line; null where it found nothing, or what it saw is drawn. */
  readonly words: Words | null;
}

/** What is drawn, by picture. */
export interface Drawn {
  readonly lookUps: readonly ProbedKey[];
  readonly nearestText: SeenMatch | null;
  readonly sum: SeenOutcome;
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
  return {
    event: {
      kind: isMessage ? "message" : "call",
      caller: context.unmask ? formatIdentity(caller) : maskIdentity(caller),
      callerForm: identityForm(caller),
      route: ROUTES[events.route[row]!]!,
      text: isMessage ? textOf(events, row) : null,
    },
    stages: Object.fromEntries(
      STAGES.map((stage) => [stage.name, stepOf(stage, events, findings, row, context)]),
    ) as SeenByStages,
  };
}

function stepOf(
  stage: Stage,
  events: EventBatch,
  findings: Findings,
  row: number,
  { stages, unmask }: ExplanationContext,
): StageStep<unknown> {
  const { name, title } = stage;
  const context = stages[name] ?? null;
  if (!stage.isAlwaysOn && context === null) return { title, isOn: false, saw: null, words: null };
  const values = sectionValues(findings, name, row);
  const saw = stage.saw ? stage.saw(events, findings, row, { context, unmask }) : values;
  const words = stage.explain ? stage.explain(events, findings, row, saw) : plainWords(values);
  return { title, isOn: true, saw, ...(stage.picture && { picture: stage.picture }), words };
}

/** Of a stage that says nothing itself; zeros in all its columns are how it finds nothing. */
function plainWords(values: Readonly<Record<string, number>>): Words | null {
  if (Object.values(values).every((value) => value === 0)) return null;
  const line = Object.entries(values)
    .map(([column, value]) => `${column} ${value}`)
    .join(", ");
  return { en: line, zh: line };
}
