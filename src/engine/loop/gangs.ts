/** Gangs: how their victims fared and what was blocked; they give up what no longer gets through, and may adapt. */
import type { AdversaryStatement } from "../../record/adversary.ts";
import type { GangState, TurnedKnob } from "../../record/gang-state.ts";
import { KNOB_COUNT, KNOB_NAMES, MOST_SETTINGS, SETTINGS, USUAL } from "../../record/knobs.ts";
import type { Participant } from "./participant.ts";
import type { Scene } from "./scene.ts";

export interface GangStatement {
  /** What gangs changed about how they work; null where they keep their habit. */
  readonly adversary: AdversaryStatement | null;
}

export interface GangLoopState {
  /** What gangs have and do. Truth: for an observer alone. Some microseconds for a hundred gangs. */
  readonly gangs: () => Omit<GangState, "cards">;
}

export function joinGangs({ world, episodes }: Scene): Participant<GangStatement, GangLoopState> {
  const { adversary, economy } = world;
  const state = (): Omit<GangState, "cards"> => {
    const { settings } = adversary.strategies;
    const count = settings.length / KNOB_COUNT;
    // Hours that are being screened may have been paid for.
    const held = Array.from({ length: count }, (_, gang) => economy.ledger.heldYuan(gang));
    return {
      gangs: count,
      heldYuan: held.reduce((sum, yuan) => sum + yuan, 0),
      inDebt: held.filter((yuan) => yuan < 0).length,
      broke: economy.sizes.broke,
      turned: turnedKnobs(settings),
    };
  };
  return {
    name: "gangs",
    settle(tick) {
      adversary.noteEnded(episodes.ended);
      world.react(tick.number, tick.result.reactions);
    },
    switch: { name: "adaptation", begin: (fromHour) => adversary.adaptFrom(fromHour) },
    statement: () => ({ adversary: adversary.statement() }),
    state: () => ({ gangs: state }),
  };
}

function turnedKnobs(settings: Uint8Array): TurnedKnob[] {
  const counts = new Uint32Array(KNOB_COUNT * MOST_SETTINGS);
  for (let at = 0; at < settings.length; at++) counts[(at % KNOB_COUNT) * MOST_SETTINGS + settings[at]!]!++;
  return KNOB_NAMES.flatMap((knob, at) =>
    SETTINGS[knob].flatMap((setting, code) => {
      const count = counts[at * MOST_SETTINGS + code]!;
      return code === USUAL || count === 0 ? [] : [{ knob, setting, gangs: count }];
    }),
  ).sort((one, other) => other.gangs - one.gangs);
}
