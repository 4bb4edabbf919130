/** The ledger: every event that was planned was generated, and then allowed, flagged or blocked, and none twice. */
import { DECISIONS } from "../event/findings.ts";
import { CHANNELS, type Tally } from "./tally.ts";
import { unbalanced } from "./unbalanced.ts";

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

/** Counts by truth are kept apart from the decisions by channel; both must be the same events. */
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
