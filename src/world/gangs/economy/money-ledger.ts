/** The money of a run, on the main thread: every fen that enters is somewhere at the end. */
import { EXPENSES, type Expense, type MoneyStatement } from "../../../record/money.ts";

const FEN = 100;

/** The parts of arriving money that launderers and holders of mule accounts keep. */
interface TransferShares {
  readonly launderedShare: number;
  readonly muleShare: number;
}

/** Assumed; they scale what gangs have, and no figure of victims feels them. */
export const TRANSFER_SHARES: TransferShares = { launderedShare: 0.2, muleShare: 0.1 };

/** Amounts go in as yuan, and are kept as whole fen. */
export class MoneyLedger {
  readonly #shares: TransferShares;
  readonly #capital: Float64Array;
  readonly #sent: Float64Array;
  readonly #returned: Float64Array;
  readonly #laundered: Float64Array;
  readonly #muled: Float64Array;
  readonly #spent: Record<Expense, Float64Array>;
  readonly #held: Float64Array;
  #toHolders = 0;

  constructor(gangs: number, shares = TRANSFER_SHARES) {
    const column = (): Float64Array => new Float64Array(gangs);
    this.#shares = shares;
    this.#capital = column();
    this.#sent = column();
    this.#returned = column();
    this.#laundered = column();
    this.#muled = column();
    this.#held = column();
    this.#spent = Object.fromEntries(EXPENSES.map((name) => [name, column()])) as Record<Expense, Float64Array>;
  }

  endow(gang: number, yuan: number): void {
    const fen = fenOf(yuan);
    this.#capital[gang]! += fen;
    this.#held[gang]! += fen;
  }

  /** A victim's transfer: the gang gets what launderers and mules leave. */
  send(gang: number, yuan: number): void {
    const fen = fenOf(yuan);
    this.#sent[gang]! += fen;
    this.#share(gang, fen, 1);
  }

  /** Money that a victim sends past the banks: `price` of it is lost to those who turn it into money, from 0 to 1. */
  sendOtherwise(gang: number, yuan: number, price: number): void {
    const fen = fenOf(yuan);
    const laundered = Math.floor(fen * price);
    this.#sent[gang]! += fen;
    this.#laundered[gang]! += laundered;
    this.#held[gang]! += fen - laundered;
  }

  /** A transfer stopped after it was sent: the parts of launderers and mules go back too. */
  giveBack(gang: number, yuan: number): void {
    const fen = fenOf(yuan);
    this.#returned[gang]! += fen;
    this.#share(gang, fen, -1);
  }

  /** A gang pays, in cash or by running into debt. */
  spend(gang: number, expense: Expense, yuan: number): void {
    const fen = fenOf(yuan);
    this.#spent[expense][gang]! += fen;
    this.#held[gang]! -= fen;
  }

  passToHolders(yuan: number): void {
    this.#toHolders += fenOf(yuan);
  }

  heldYuan(gang: number): number {
    return this.#held[gang]! / FEN;
  }

  incomeYuan(gang: number): number {
    const kept = this.#sent[gang]! - this.#returned[gang]! - this.#laundered[gang]! - this.#muled[gang]!;
    return kept / FEN;
  }

  spentYuan(gang: number): number {
    return EXPENSES.reduce((sum, name) => sum + this.#spent[name][gang]!, 0) / FEN;
  }

  /** Between launderers, mules and the gang; `way`: -1 for what goes back. */
  #share(gang: number, fen: number, way: 1 | -1): void {
    const laundered = Math.floor(fen * this.#shares.launderedShare);
    const muled = Math.floor(fen * this.#shares.muleShare);
    this.#laundered[gang]! += way * laundered;
    this.#muled[gang]! += way * muled;
    this.#held[gang]! += way * (fen - laundered - muled);
  }

  statement(): MoneyStatement {
    return {
      capital: this.#capital,
      sent: this.#sent,
      returned: this.#returned,
      laundered: this.#laundered,
      muled: this.#muled,
      spent: this.#spent,
      held: this.#held,
      toHolders: this.#toHolders,
    };
  }
}

function fenOf(yuan: number): number {
  return Math.round(yuan * FEN);
}
