/** The ledger of money: what victims and backers put in is where the statement says it is. */
import { sumOf } from "../core/sum.ts";
import type { EpisodeRecord } from "../record/episode.ts";
import { EXPENSES, type MoneyStatement } from "../record/money.ts";
import { unbalanced } from "./unbalanced.ts";

const FEN = 100;

/**
 * In yuan, over all gangs. lost + capital = laundered + muled + dealers + holders + suppliers + held. Of what victims
 * sent, `returned` was stopped, and the rest is lost. Throws RingfenceError("invariant") when a gang's account or the
 * whole does not balance, or when what victims lost is not what episodes say.
 */
export function balanceMoney(statement: MoneyStatement, episodes: readonly EpisodeRecord[]) {
  const { capital, sent, returned, laundered, muled, spent, held, toHolders } = statement;
  for (let gang = 0; gang < held.length; gang++) {
    const paid = EXPENSES.reduce((sum, name) => sum + spent[name][gang]!, 0);
    const left = capital[gang]! + sent[gang]! - returned[gang]! - laundered[gang]! - muled[gang]! - paid;
    if (left !== held[gang])
      throw unbalanced("money", `a gang should hold ${left / FEN} yuan and holds ${held[gang]! / FEN}`);
  }
  const lost = sumOf(sent) - sumOf(returned);
  const reported = FEN * episodes.reduce((sum, { lossYuan }) => sum + lossYuan, 0);
  if (lost !== reported)
    throw unbalanced("money", `victims lost ${reported / FEN} yuan and gangs were sent ${lost / FEN}`);
  const toDealers = sumOf(spent.sims) + sumOf(spent.accounts);
  return {
    sentYuan: sumOf(sent) / FEN,
    returnedYuan: sumOf(returned) / FEN,
    lostYuan: lost / FEN,
    capitalYuan: sumOf(capital) / FEN,
    launderedYuan: sumOf(laundered) / FEN,
    muledYuan: sumOf(muled) / FEN,
    dealersYuan: (toDealers - toHolders) / FEN,
    holdersYuan: toHolders / FEN,
    suppliersYuan: (EXPENSES.reduce((sum, name) => sum + sumOf(spent[name]), 0) - toDealers) / FEN,
    heldYuan: sumOf(held) / FEN,
  };
}
