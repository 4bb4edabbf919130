/**
 * A price that follows scarcity: Walras's tatonnement as a rate (Samuelson 1941). Its logarithm moves in proportion to
 * the excess of demand over supply, as a share of both.
 */
export class Price {
  #yuan: number;
  readonly #adjustment: number;

  /** `adjustment`: by how much the logarithm moves in a day in which nothing is offered. */
  constructor(yuan: number, adjustment: number) {
    this.#yuan = Math.max(1, yuan);
    this.#adjustment = adjustment;
  }

  get yuan(): number {
    return Math.max(1, Math.round(this.#yuan));
  }

  adjust(demand: number, supply: number): void {
    const both = demand + supply;
    const excess = both === 0 ? 0 : (demand - supply) / both;
    this.#yuan = Math.max(1, this.#yuan * Math.exp(this.#adjustment * excess));
  }
}
