/** What gangs have and do at an hour of a run, for who watches it. */
import { HOURS_PER_DAY } from "../core/time.ts";
import type { CrackdownCounts } from "../record/cards.ts";
import type { CardState, GangState, TurnedKnob } from "../record/gang-state.ts";
import { KNOB_COUNT, KNOB_NAMES, KNOBS, SETTING_COUNT, USUAL } from "../record/knobs.ts";
import type { World } from "../world/world.ts";

/** Hours that are being screened may have been paid for. Some microseconds for a hundred gangs. */
export function gangStateOf(
  { economy, adversary, trade }: World,
  crackdown: CrackdownCounts | null,
  tick: number,
): GangState {
  const { settings } = adversary.strategies;
  const gangs = settings.length / KNOB_COUNT;
  let heldYuan = 0;
  let inDebt = 0;
  for (let gang = 0; gang < gangs; gang++) {
    const held = economy.ledger.heldYuan(gang);
    heldYuan += held;
    if (held < 0) inDebt++;
  }
  const cards = trade && crackdown && cardStateOf(trade.days[Math.floor(tick / HOURS_PER_DAY)]!, crackdown);
  return { gangs, heldYuan, inDebt, broke: economy.sizes.broke, turned: turnedKnobs(settings), cards };
}

function cardStateOf(
  { priceYuan, dealers }: Pick<CardState, "priceYuan" | "dealers">,
  { dealersDestroyed, suspectsArrested, holdersPenalised }: CrackdownCounts,
): CardState {
  return { priceYuan, dealers, dealersDestroyed, suspectsArrested, holdersPenalised };
}

function turnedKnobs(settings: Uint8Array): TurnedKnob[] {
  const counts = new Uint32Array(KNOB_COUNT * SETTING_COUNT);
  for (let at = 0; at < settings.length; at++) counts[(at % KNOB_COUNT) * SETTING_COUNT + settings[at]!]!++;
  return KNOB_NAMES.flatMap((knob, at) =>
    KNOBS[knob].flatMap((setting, code) => {
      const gangs = counts[at * SETTING_COUNT + code]!;
      return code === USUAL || gangs === 0 ? [] : [{ knob, setting, gangs }];
    }),
  ).sort((one, other) => other.gangs - one.gangs);
}
