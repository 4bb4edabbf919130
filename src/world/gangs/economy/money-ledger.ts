/** The money of a run, on the main thread: every fen that enters is somewhere at the end. */
import { EXPENSES, type Expense, type MoneyStatement } from "../../../record/money.ts";

const FEN = 100;

/** The parts of arriving money that launderers and holders of mule accounts keep. Assumed; no figure of victims moves. */
export const TRANSFER_SHARES = { launderedShare: 0.2, muleShare: 0.1 };

/** Amounts go in as yuan, and are kept as whole fen. */
export class MoneyLedger {
  readonly #shares: typeof TRANSFER_SHARES;
  readonly #money: Omit<MoneyStatement, "toHolders">;
  #toHolders = 0;

  constructor(gangs: number, shares = TRANSFER_SHARES) {
    const column = (): Float64Array => new Float64Array(gangs);
    this.#shares = shares;
    this.#money = {
      capital: column(),
      sent: column(),
      returned: column(),
      laundered: column(),
      muled: column(),
      spent: Object.fromEntries(EXPENSES.map((name) => [name, column()])) as Record<Expense, Float64Array>,
      held: column(),
    };
  }

  endow(gang: number, yuan: number): void {
    const fen = fenOf(yuan);
    this.#money.capital[gang]! += fen;
    this.#money.held[gang]! += fen;
  }

  send(gang: number, yuan: number): void {
    const fen = fenOf(yuan);
    this.#money.sent[gang]! += fen;
    this.#share(gang, fen, 1);
  }

  /** Money that a victim sends past the banks: `price` of it is lost to those who turn it into money, from 0 to 1. */
  sendOtherwise(gang: number, yuan: number, price: number): void {
    const fen = fenOf(yuan);
    const laundered = Math.floor(fen * price);
    this.#money.sent[gang]! += fen;
    this.#money.laundered[gang]! += laundered;
    this.#money.held[gang]! += fen - laundered;
  }

  /** A transfer stopped after it was sent: the parts of launderers and mules go back too. */
  giveBack(gang: number, yuan: number): void {
    const fen = fenOf(yuan);
    this.#money.returned[gang]! += fen;
    this.#share(gang, fen, -1);
  }

  /** A gang pays, in cash or by running into debt. */
  spend(gang: number, expense: Expense, yuan: number): void {
    const fen = fenOf(yuan);
    this.#money.spent[expense][gang]! += fen;
    this.#money.held[gang]! -= fen;
  }

  passToHolders(yuan: number): void {
    this.#toHolders += fenOf(yuan);
  }

  heldYuan(gang: number): number {
    return this.#money.held[gang]! / FEN;
  }

  incomeYuan(gang: number): number {
    const kept =
      this.#money.sent[gang]! - this.#money.returned[gang]! - this.#money.laundered[gang]! - this.#money.muled[gang]!;
    return kept / FEN;
  }

  spentYuan(gang: number): number {
    return EXPENSES.reduce((sum, name) => sum + this.#money.spent[name][gang]!, 0) / FEN;
  }

  /** Between launderers, mules and the gang; `way`: -1 for what goes back. */
  #share(gang: number, fen: number, way: 1 | -1): void {
    const laundered = Math.floor(fen * this.#shares.launderedShare);
    const muled = Math.floor(fen * this.#shares.muleShare);
    this.#money.laundered[gang]! += way * laundered;
    this.#money.muled[gang]! += way * muled;
    this.#money.held[gang]! += way * (fen - laundered - muled);
  }

  statement(): MoneyStatement {
    return { ...this.#money, toHolders: this.#toHolders };
  }
}

function fenOf(yuan: number): number {
  return Math.round(yuan * FEN);
}
