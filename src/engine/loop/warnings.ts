/** The warning centre: it delivers warnings while people act, and pushes new ones when signals have been read. */
import { HOUR_MS } from "../../core/time.ts";
import type { Identity } from "../../event/identity.ts";
import type {
  Delivery,
  EarlyWarning,
  TeamState,
  TeamStatistics,
  WarningLevel,
  WarningRecord,
} from "../../record/warning.ts";
import { expectedLossYuan, WarningCentre } from "../../respond/warning/warning-centre.ts";
import { writeWarning } from "../../respond/warning/warning-message.ts";
import { Residents } from "../../world/people/residents.ts";
import { LANGUAGES } from "../../world/text/phrase-bank.ts";
import type { Participant } from "./participant.ts";
import type { Scene } from "./scene.ts";

export interface WarningStatement {
  readonly warnings: readonly WarningRecord[];
  /** By warning, in their order: the gang whose number or host it names; null if it names no gang's. */
  readonly namedGangs: readonly (number | null)[];
  readonly deliveries: readonly Delivery[];
  readonly teams: readonly TeamStatistics[];
}

/** The lists hold everything since the run began: take what is new. */
export interface WarningState {
  readonly warnings: readonly EarlyWarning[];
  readonly deliveries: readonly Delivery[];
  readonly teams: readonly TeamState[];
  /** The highest level of a warning up to a time; its text, and the number that it was sent to. */
  readonly levelAt: (warning: EarlyWarning, timeMs: number) => WarningLevel;
  readonly describe: (warning: EarlyWarning) => { readonly text: string; readonly number: Identity };
}

export function joinWarnings(scene: Scene): Participant<WarningStatement, WarningState> {
  const { options, world, groundTruth, episodes } = scene;
  const { scenario, seed } = options;
  const { ageBand, language } = world.handle.subscribers;
  const centre = new WarningCentre({
    warnings: scenario.warnings,
    dissuasion: scenario.dissuasion,
    seed,
    subscribers: scenario.population.subscribers,
    people: new Residents(scenario, seed, episodes),
    expectedLossYuan: (subscriber) => expectedLossYuan(ageBand[subscriber]!),
  });
  return {
    name: "warnings",
    settle(tick) {
      centre.dissuasion.advance(tick.endMs);
    },
    conclude(tick) {
      if (tick.signals) centre.note(tick.signals, tick.endMs);
    },
    finish(ticks) {
      centre.dissuasion.finish(ticks * HOUR_MS);
    },
    statement() {
      const records = centre.records();
      return {
        warnings: records,
        namedGangs: records.map((warning) => groundTruth.gangOf(warning)),
        deliveries: centre.dissuasion.deliveries,
        teams: centre.dissuasion.statistics(scenario.hours),
      };
    },
    state: () => ({
      warnings: centre.warnings,
      deliveries: centre.dissuasion.deliveries,
      teams: centre.dissuasion.teams,
      levelAt: (warning, timeMs) => centre.levelAt(warning, timeMs),
      describe: (warning) => ({
        text: writeWarning(warning, LANGUAGES[language[warning.subscriber]!]!),
        number: world.numberOf(warning.subscriber),
      }),
    }),
  };
}
