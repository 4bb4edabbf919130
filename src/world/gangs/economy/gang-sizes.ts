import { HOURS_PER_DAY } from "../../../core/time.ts";
import type { Scenario } from "../../../scenario/schema.ts";
import type { MoneyLedger } from "./money-ledger.ts";

const SMALLEST = 0.25;
const LARGEST = 2;

/** What a gang may owe before it is broke. Assumed: small compared with its first capital. */
const CREDIT_YUAN = 20_000;

export class GangSizes {
  broke = 0;
  readonly #settings: Scenario["economy"];
  readonly #ledger: MoneyLedger;
  readonly #sizes: Float64Array;
  readonly #heldYuan: Float64Array;
  readonly #foundedTick: Float64Array;

  constructor({ economy, gangs }: Scenario, ledger: MoneyLedger) {
    this.#settings = economy;
    this.#ledger = ledger;
    this.#sizes = new Float64Array(gangs.count).fill(1);
    this.#heldYuan = new Float64Array(gangs.count).fill(economy.capitalYuan);
    this.#foundedTick = new Float64Array(gangs.count);
  }

  of(gang: number): number {
    return this.#sizes[gang]!;
  }

  live(tick: number): number[] {
    const founded: number[] = [];
    for (let gang = 0; gang < this.#sizes.length; gang++) {
      if (this.#sizes[gang] === 0) {
        if (tick < this.#foundedTick[gang]!) continue;
        this.#found(gang);
        founded.push(gang);
      } else if (this.#ledger.heldYuan(gang) < -CREDIT_YUAN) {
        this.broke++;
        this.#sizes[gang] = 0;
        this.#foundedTick[gang] = tick + this.#settings.foundedAfterDays * HOURS_PER_DAY;
      } else {
        this.#grow(gang);
      }
    }
    return founded;
  }

  /** A new backer takes over the debts. */
  #found(gang: number): void {
    const { capitalYuan } = this.#settings;
    this.#ledger.endow(gang, capitalYuan - this.#ledger.heldYuan(gang));
    this.#sizes[gang] = 1;
    this.#heldYuan[gang] = capitalYuan;
  }

  #grow(gang: number): void {
    const heldYuan = this.#ledger.heldYuan(gang);
    const { growthShare } = this.#settings;
    const factor = heldYuan > this.#heldYuan[gang]! ? 1 + growthShare : 1 - growthShare;
    this.#sizes[gang] = Math.min(LARGEST, Math.max(SMALLEST, this.#sizes[gang]! * factor));
    this.#heldYuan[gang] = heldYuan;
  }
}
