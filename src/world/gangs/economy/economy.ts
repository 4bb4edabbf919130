/** What gangs earn and what their trade costs them, on the main thread. It is paid when it is used. */
import type { MoneyStatement } from "../../../record/money.ts";
import { PARAPHRASED } from "../../../scenario/knobs.ts";
import { TECHNOLOGIES } from "../../../event/taxonomy.ts";
import type { Scenario } from "../../../scenario/schema.ts";
import type { GangNews } from "../gang.ts";
import { MAX_LINES } from "../gang-table.ts";
import { callPair, messagePair } from "../reaction-counts.ts";
import { HOURS_PER_DAY } from "../../../core/time.ts";
import { DOMAIN_AGE_DAYS, FEIGNED_SHARE, NUMBER_AGE_DAYS } from "../origin.ts";
import type { Strategies } from "../adversary/strategies.ts";
import { GangSizes } from "./gang-sizes.ts";
import { GangWeeks } from "./gang-weeks.ts";
import { MoneyLedger } from "./money-ledger.ts";

const SIM_BOX = TECHNOLOGIES.indexOf("sim-box");

/**
 * What a gang pays, in yuan: for a call, a message, and another script, written for it; in addition, for a script in
 * which each sentence is reworded; for a victim whom it moves into a chat app at once, where accounts are soon shut.
 * Assumed. For a slot of a SIM box, for each SIM put into it: a box of 100 slots costs several thousand (news report).
 * For an account that money is sent to, where no cards are traded: a bank card was bought at 300 to 500 in 2015. Fixed
 * habits do not react to prices.
 */
const CALL_YUAN = 0.15;
const MESSAGE_YUAN = 0.05;
const REWRITING_YUAN = 1500;
const PARAPHRASE_YUAN = 500;
const CHAT_YUAN = 20;
const ACCOUNT_YUAN = 400;
const SIM_BOX_SLOT_YUAN = 50;

/** Another domain in place of a blocked one: name, hosting, pages; another app: package, signature, server. Assumed. */
export const DOMAIN_YUAN = 800;
export const APP_YUAN = 5000;

/** Calls that a gang pays for, divided by its calls to people: its other numbers call its lines too. */
const CALLS_MADE = 1 / (1 - FEIGNED_SHARE);

/** The price of age in the scenario is the price of this many days. */
const AGED_DAYS = 30;

export class Economy {
  readonly ledger: MoneyLedger;
  readonly #settings: Scenario["economy"];
  readonly #strategies: Strategies;
  readonly #gangs: number;
  readonly #hours: number;
  readonly #lines: number;
  readonly sizes: GangSizes;
  readonly weeks: GangWeeks;

  constructor(scenario: Scenario, strategies: Strategies) {
    const { economy, gangs, hours } = scenario;
    this.#strategies = strategies;
    this.#settings = economy;
    this.#gangs = gangs.count;
    this.#hours = hours;
    this.#lines = gangs.callLines + gangs.senders;
    this.ledger = new MoneyLedger(gangs.count);
    for (let gang = 0; gang < gangs.count; gang++) this.ledger.endow(gang, economy.capitalYuan);
    this.sizes = new GangSizes(scenario, this.ledger);
    this.weeks = new GangWeeks(gangs.count, (gang) => this.ledger.incomeYuan(gang));
  }

  /**
   * Wages are paid once a day until the scenario's last hour; the drain after it only ends episodes. Returns the gangs
   * that are founded again.
   */
  advance(tick: number): number[] {
    this.weeks.advance(tick);
    if (tick === 0 || tick > this.#hours || tick % HOURS_PER_DAY !== 0) return [];
    for (let gang = 0; gang < this.#gangs; gang++) {
      const pace = this.#strategies.pace(gang);
      this.ledger.spend(gang, "wages", this.#settings.wagesYuan * this.#lines * this.sizes.of(gang) * pace * pace);
    }
    return this.sizes.live(tick);
  }

  noteNews(tick: number, { openedLines, openedDomains, openedApps, launchedCampaigns }: GangNews): void {
    if (tick === 0 || tick >= this.#hours) return;
    const { agedDomainYuan, agedNumberYuan, deviceYuan } = this.#settings;
    const domainYuan = DOMAIN_YUAN + (agedDomainYuan * DOMAIN_AGE_DAYS) / AGED_DAYS;
    for (const { gang, line } of openedLines) {
      if (line.technology === SIM_BOX) this.ledger.spend(gang, "simBoxSlots", SIM_BOX_SLOT_YUAN);
      if (line.origin === null) continue;
      this.ledger.spend(gang, "numbers", (agedNumberYuan * NUMBER_AGE_DAYS) / AGED_DAYS);
      this.ledger.spend(gang, "devices", deviceYuan * line.origin.devices);
    }
    for (const { gang } of openedDomains) this.ledger.spend(gang, "domains", domainYuan);
    for (const { gang } of openedApps) this.ledger.spend(gang, "apps", APP_YUAN);
    for (const { gang } of launchedCampaigns) {
      const isParaphrased = this.#strategies.of(gang, "obfuscation") === PARAPHRASED;
      this.ledger.spend(gang, "rewriting", REWRITING_YUAN + (isParaphrased ? PARAPHRASE_YUAN : 0));
    }
  }

  /** Contacts of a tick, got through or not (reaction-counts.ts). */
  noteContacts(counts: Uint32Array): void {
    for (let gang = 0; gang < this.#gangs; gang++) {
      const calls = countPairs(counts, callPair(gang, 0));
      const messages = countPairs(counts, messagePair(gang, 0));
      this.ledger.spend(gang, "calls", CALL_YUAN * calls * CALLS_MADE);
      this.ledger.spend(gang, "messages", MESSAGE_YUAN * messages);
      this.weeks.note(gang, calls + messages);
    }
  }

  payChat(gang: number): void {
    this.ledger.spend(gang, "chats", CHAT_YUAN);
  }

  payAccount(gang: number): void {
    this.ledger.spend(gang, "accounts", ACCOUNT_YUAN);
  }

  statement(): MoneyStatement {
    return this.ledger.statement();
  }
}

function countPairs(counts: Uint32Array, from: number): number {
  let sum = 0;
  for (let slot = 0; slot < MAX_LINES; slot++) sum += counts[from + 2 * slot]!;
  return sum;
}
