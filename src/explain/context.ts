/** What an event was screened with, as its explanation needs it: one from outside, or a sampled one of a run. */
import { MATCH } from "../detect/matcher/stage.ts";
import { attachNormaliser, type NormaliserTable } from "../detect/normaliser/normaliser.ts";
import { STAGES } from "../detect/screening.ts";
import type { Stage } from "../detect/stage.ts";
import type { StageHandles } from "../detect/tables.ts";
import type { Sample } from "../engine/loop/scene.ts";
import type { EventBatch } from "../event/event-batch.ts";
import type { Findings } from "../event/findings.ts";
import type { ScreeningSetup } from "../screen/setup.ts";
import type { ExplanationContext } from "./explanation.ts";

/** Contexts of the stages with these handles, by name; `which`: of these alone. */
function contextsOf(
  handles: StageHandles,
  normaliser: NormaliserTable | null,
  which: (stage: Stage) => boolean = () => true,
): ExplanationContext["stages"] {
  const contexts = STAGES.filter(which).map((stage): [string, unknown] => {
    const handle = handles[stage.name] ?? null;
    return [stage.name, handle !== null && stage.context ? stage.context(handle, normaliser!) : handle];
  });
  return Object.fromEntries(contexts);
}

/** Valid until the tables of the sample's tick are written again; its templates for ever. */
export function contextOf(
  { tick, tables, platform }: Pick<Sample, "tick" | "tables" | "platform">,
  unmask: boolean,
): ExplanationContext {
  const { library, workerStart } = platform;
  const normaliser = attachNormaliser(workerStart.normaliser);
  const matcher = tables[MATCH.name];
  const scripts = matcher && {
    normaliser,
    thresholdPermille: matcher.thresholdPermille,
    templates: library.inForce(tick),
    describe: (number: number) => ({ name: null, original: library.textOf(number) }),
  };
  const stages = contextsOf({ ...workerStart.lasting, ...tables }, normaliser);
  return { stages: { ...stages, [MATCH.name]: scripts }, unmask };
}

export function setupContext({ handles, library, normaliser }: ScreeningSetup, unmask: boolean): ExplanationContext {
  const scripts = library && {
    normaliser: normaliser!,
    thresholdPermille: library.thresholdPermille,
    templates: Array.from({ length: library.templates.size }, (_, number) => ({
      number,
      text: library.templates.normalisedOf(number),
    })),
    describe: (number: number) => ({
      name: library.names.get(number) ?? null,
      original: library.templates.textOf(number),
    }),
  };
  return { stages: { ...contextsOf(handles, normaliser), [MATCH.name]: scripts }, unmask };
}

/** The context of an event whose copy is in row 0, at any later time. */
type ContextKeeper = (events: EventBatch, findings: Findings) => () => ExplanationContext;

/**
 * Keeps what events of one tick were screened with: answers from changing tables are remembered; the rest is looked up
 * on demand. Some 3 microseconds an event; callers are masked later.
 */
export function contextKeeper(sample: Pick<Sample, "tick" | "tables" | "platform">): ContextKeeper {
  const changing = STAGES.filter((stage) => stage.kept && (sample.tables[stage.name] ?? null) !== null);
  const now = contextsOf(sample.tables, null, (stage) => changing.includes(stage));
  return (events, findings) => {
    const kept = changing.map((stage) => [stage.name, stage.kept!(now[stage.name], events, findings)]);
    return () => {
      const { stages, unmask } = contextOf(sample, false);
      return { stages: { ...stages, ...Object.fromEntries(kept) }, unmask };
    };
  };
}
