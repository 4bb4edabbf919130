/** The ledger: every event that was planned was generated, and then allowed, flagged or blocked, and none twice. */
import { DECISIONS } from "../event/findings.ts";
import { CHANNELS, type Tally } from "./tally.ts";
import { RingfenceError } from "../core/errors.ts";
import { sumOf } from "../core/sum.ts";
import type { EpisodeRecord } from "../record/episode.ts";
import { EXPENSES, type MoneyStatement } from "../record/money.ts";

function unbalanced(ledger: string, what: string): RingfenceError {
  return new RingfenceError(
    "invariant",
    `the ledger of ${ledger} does not balance: ${what}. No report is written, as its figures could not be trusted. ` +
      `This is a fault of Ringfence: please report it with the scenario and the seed.`,
  );
}

const LEDGER = CHANNELS.join(" and ");

interface LedgerEntry {
  readonly generated: number;
  readonly allowed: number;
  readonly flagged: number;
  readonly blocked: number;
}

export interface Ledger extends LedgerEntry {
  readonly byChannel: { readonly calls: LedgerEntry; readonly messages: LedgerEntry };
}

/**
 * The ledger of a run. Throws RingfenceError("invariant") when it does not balance, in all or in a channel; when the
 * counts by truth do not add up to it; or when `planned` is given and differs. `planned` must be counted apart from the
 * tally: events of the slices that the main thread handed out. A batch that was lost, or tallied twice, shows there and
 * nowhere else.
 */
export function balanceLedger(tally: Tally, planned?: number): Ledger {
  const calls = channelEntry(tally, 0);
  const messages = channelEntry(tally, 1);
  const total: LedgerEntry = {
    generated: calls.generated + messages.generated,
    allowed: calls.allowed + messages.allowed,
    flagged: calls.flagged + messages.flagged,
    blocked: calls.blocked + messages.blocked,
  };
  checkEntry("calls", calls);
  checkEntry("messages", messages);
  checkTruth(tally, total);
  if (planned !== undefined && planned !== total.generated) {
    throw unbalanced(LEDGER, `${planned} events were planned and ${total.generated} generated`);
  }
  return { ...total, byChannel: { calls, messages } };
}

export function checkEntry(name: string, { generated, allowed, flagged, blocked }: LedgerEntry): void {
  const whole = [generated, allowed, flagged, blocked].every((count) => Number.isSafeInteger(count) && count >= 0);
  if (whole && generated === allowed + flagged + blocked) return;
  throw unbalanced(
    LEDGER,
    `${name}: ${generated} generated, but ${allowed} allowed + ${flagged} flagged + ${blocked} blocked = ` +
      `${allowed + flagged + blocked}`,
  );
}

function channelEntry(tally: Tally, channel: number): LedgerEntry {
  const { generated, decisions } = tally.columns;
  const at = channel * DECISIONS.length;
  return {
    generated: generated[channel]!,
    allowed: decisions[at]!,
    flagged: decisions[at + 1]!,
    blocked: decisions[at + 2]!,
  };
}

function checkTruth(tally: Tally, total: LedgerEntry): void {
  const { fraud, benign } = tally.columns;
  const byTruth = [0, 0, 0];
  for (const column of [fraud, benign]) {
    for (let i = 0; i < column.length; i++) byTruth[i % DECISIONS.length]! += column[i]!;
  }
  const [allowed, flagged, blocked] = byTruth as [number, number, number];
  if (allowed === total.allowed && flagged === total.flagged && blocked === total.blocked) return;
  throw unbalanced(
    LEDGER,
    `by channel ${total.allowed} allowed, ${total.flagged} flagged, ${total.blocked} blocked; ` +
      `by truth ${allowed}, ${flagged}, ${blocked}`,
  );
}

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
