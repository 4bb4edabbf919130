/** Retraining: the platform trains its model on decided cases, and on allowed messages that nobody complained of. */
import type { RetrainingStatement } from "../../record/retraining.ts";
import { retrains } from "../../scenario/retrains.ts";
import { attachNormaliser } from "../../detect/normaliser/normaliser.ts";
import { Retraining } from "../../training/retraining.ts";
import { normaliserTable } from "../platform.ts";
import type { Participant } from "./participant.ts";
import type { Scene } from "./scene.ts";

export interface RetrainingLoopStatement {
  /** Null where the model stays as it is. */
  readonly retraining: RetrainingStatement | null;
}

export function joinRetraining({ options: { scenario, seed }, platform }: Scene): Participant<RetrainingLoopStatement> {
  const name = "retraining";
  if (!retrains(scenario)) return { name, statement: () => ({ retraining: null }) };
  const trainer = new Retraining({
    settings: scenario.retraining,
    seed,
    hours: scenario.hours,
    base: platform.modelAt(0),
    normaliser: attachNormaliser(normaliserTable()),
    listed: platform,
  });
  return {
    name,
    start(tick) {
      platform.takeModel(trainer.advance(tick.number));
    },
    settle(tick) {
      trainer.noteComplaints(tick.complaints);
      trainer.noteAllowed(tick.result.drawn);
      for (const { complaints, isFraud } of tick.decided) trainer.noteDecided(complaints, isFraud);
    },
    statement: () => ({ retraining: trainer.statement() }),
  };
}
