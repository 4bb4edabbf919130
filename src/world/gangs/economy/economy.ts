/** What gangs earn and what their trade costs them, on the main thread. It is paid when it is used. */
import { PARAPHRASED } from "../../../scenario/knobs.ts";
import { TECHNOLOGIES } from "../../../event/taxonomy.ts";
import type { Scenario } from "../../../scenario/schema.ts";
import type { GangNews } from "../gang.ts";
import { callPair, messagePair, sumPairs } from "../reaction.ts";
import { HOURS_PER_DAY } from "../../../core/time.ts";
import { DOMAIN_AGE_DAYS, FEIGNED_SHARE, NUMBER_AGE_DAYS } from "../origin.ts";
import { type GangPolicies, paceOf } from "../gang-policy.ts";
import { isMobile } from "../line.ts";
import { GangSizes } from "./gang-sizes.ts";
import { GangWeeks } from "./gang-weeks.ts";
import { MoneyLedger } from "./money-ledger.ts";

const SIM_BOX = TECHNOLOGIES.indexOf("sim-box");

// What a gang pays, in yuan. Assumed where no source is named. Gangs that work as usual do not react to prices.

const CALL_YUAN = 0.15;
const MESSAGE_YUAN = 0.05;
/** Another script, written for the gang; and in addition if each sentence is reworded. */
const REWRITING_YUAN = 1500;
const PARAPHRASE_YUAN = 500;
/** An account, where no cards are traded: a bank card was bought at 300 to 500 in 2015. */
const ACCOUNT_YUAN = 400;
/** A slot of a SIM box, for each SIM put into it: a box of 100 slots costs several thousand (news report). */
const SIM_BOX_SLOT_YUAN = 50;

/** Another domain in place of a blocked one: name, hosting, pages; another app: package, signature, server. Assumed. */
export const DOMAIN_YUAN = 800;
export const APP_YUAN = 5000;

/** Calls that a gang pays for, for each call to people: its other numbers call its lines too. */
const CALLS_MADE = 1 / (1 - FEIGNED_SHARE);

/** The price of age in the scenario is the price of this many days. */
const AGED_DAYS = 30;

export class Economy {
  readonly ledger: MoneyLedger;
  readonly #scenario: Scenario;
  readonly #policies: GangPolicies;
  readonly sizes: GangSizes;
  readonly weeks: GangWeeks;

  constructor(scenario: Scenario, policies: GangPolicies) {
    const { economy, gangs } = scenario;
    this.#scenario = scenario;
    this.#policies = policies;
    this.ledger = new MoneyLedger(gangs.count);
    for (let gang = 0; gang < gangs.count; gang++) this.ledger.endow(gang, economy.capitalYuan);
    this.sizes = new GangSizes(scenario, this.ledger);
    this.weeks = new GangWeeks(gangs.count, (gang) => this.ledger.incomeYuan(gang));
  }

  /** Wages are paid once a day until the scenario's last hour. Returns the gangs that are founded again. */
  advance(tick: number): number[] {
    this.weeks.advance(tick);
    if (tick === 0 || tick > this.#scenario.hours || tick % HOURS_PER_DAY !== 0) return [];
    const { economy, gangs } = this.#scenario;
    const lines = gangs.callLines + gangs.senders;
    for (let gang = 0; gang < gangs.count; gang++) {
      const pace = paceOf(this.#policies.of(gang));
      this.ledger.spend(gang, "wages", economy.wagesYuan * lines * this.sizes.of(gang) * pace * pace);
    }
    return this.sizes.live(tick);
  }

  noteNews(tick: number, { openedLines, openedDomains, openedApps, launchedCampaigns }: GangNews): void {
    if (tick === 0 || tick >= this.#scenario.hours) return;
    const { agedDomainYuan, agedNumberYuan, deviceYuan, companyNumberYuan, abroadNumberYuan } = this.#scenario.economy;
    const domainYuan = DOMAIN_YUAN + (agedDomainYuan * DOMAIN_AGE_DAYS) / AGED_DAYS;
    for (const { gang, line } of openedLines) {
      if (line.technology === SIM_BOX) this.ledger.spend(gang, "simBoxSlots", SIM_BOX_SLOT_YUAN);
      if (line.origin === null) {
        this.ledger.spend(gang, "numbers", abroadNumberYuan);
        continue;
      }
      if (!isMobile(line.technology)) this.ledger.spend(gang, "numbers", companyNumberYuan);
      this.ledger.spend(gang, "numbers", (agedNumberYuan * NUMBER_AGE_DAYS) / AGED_DAYS);
      this.ledger.spend(gang, "devices", deviceYuan * line.origin.devices);
    }
    for (const { gang } of openedDomains) this.ledger.spend(gang, "domains", domainYuan);
    for (const { gang } of openedApps) this.ledger.spend(gang, "apps", APP_YUAN);
    for (const { gang } of launchedCampaigns) {
      const isParaphrased = this.#policies.of(gang).obfuscation === PARAPHRASED;
      this.ledger.spend(gang, "rewriting", REWRITING_YUAN + (isParaphrased ? PARAPHRASE_YUAN : 0));
    }
  }

  noteContacts(counts: Uint32Array): void {
    for (let gang = 0; gang < this.#scenario.gangs.count; gang++) {
      const calls = sumPairs(counts, callPair(gang, 0));
      const messages = sumPairs(counts, messagePair(gang, 0));
      this.ledger.spend(gang, "calls", CALL_YUAN * calls * CALLS_MADE);
      this.ledger.spend(gang, "messages", MESSAGE_YUAN * messages);
      this.weeks.note(gang, calls + messages);
    }
  }

  payChat(gang: number): void {
    this.ledger.spend(gang, "chats", this.#scenario.economy.chatYuan);
  }

  payAccount(gang: number): void {
    this.ledger.spend(gang, "accounts", ACCOUNT_YUAN);
  }
}
