/** One screened event on its way through the stages, step by step. How the event was made does not matter here. */
import type { ProbedKey } from "../detect/blocklist/explain-listings.ts";
import type { SeenMatch } from "../detect/matcher/explain-match.ts";
import type { SeenOutcome } from "../detect/classifier/stage.ts";
import type { ShippedStage } from "../detect/finders.ts";
import { STAGES } from "../detect/screening.ts";
import type { Picture, Stage } from "../detect/stage.ts";
import { type EventBatch, KIND_MESSAGE, ROUTES, type Route, textOf } from "../event/event-batch.ts";
import { type Findings, sectionValues } from "../event/findings.ts";
import { type Identity, formatIdentity, identityForm, type IdentityForm } from "../event/identity.ts";
import type { Text } from "../ui/words.ts";
import { maskIdentity } from "../event/masking.ts";

/** What each stage was screened with (`StageOf.saw`); null: the stage was off. */
export interface ExplanationContext {
  readonly stages: Readonly<Record<string, unknown>>;
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
  /** In the order in which events pass them. */
  readonly stages: SeenByStages;
}

/** What each shipped stage sees; for other stages, and stages that show their columns, any data. */
export type SeenByStages = {
  readonly [S in ShippedStage as S extends { saw: unknown } ? S["name"] : never]: StageStep<SeenBy<S>>;
} & { readonly classify: StageStep<SeenOutcome> } & Readonly<Record<string, StageStep<unknown>>>;

type SeenBy<S> = S extends { saw: (...of: never) => infer Saw } ? NonNullable<Saw> : never;

export interface StageStep<Saw> {
  readonly title: Text;
  readonly isOn: boolean;
  /** Null also if it had nothing to look at. */
  readonly saw: Saw | null;
  /** Default: in words. */
  readonly picture?: Picture;
  /** One line; null if it found nothing, or if there is a picture. */
  readonly words: Text | null;
}

export interface Drawn {
  readonly lookUps: readonly ProbedKey[];
  readonly nearestText: SeenMatch | null;
  readonly sum: SeenOutcome;
}

/** `screen` must have filled the batch. */
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

/** For a stage without words of its own: zeros in all its columns mean that it found nothing. */
function plainWords(values: Readonly<Record<string, number>>): string | null {
  if (Object.values(values).every((value) => value === 0)) return null;
  return Object.entries(values)
    .map(([column, value]) => `${column} ${value}`)
    .join(", ");
}
