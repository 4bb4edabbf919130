/** Keeps worlds in step: none goes on before all have come to the same hour, and the hour may be shown. */
export class LockStep {
  readonly #turn: () => Promise<void>;
  #parties: number;
  #waiting: (() => void)[] = [];

  /** `turn` is awaited once for each hour, when all are there. It must not reject. */
  constructor(parties: number, turn: () => Promise<void>) {
    this.#parties = parties;
    this.#turn = turn;
  }

  /** A party has come to its next hour. */
  meet(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#goOn();
    });
  }

  /** A party is at its end: the others go on without it. */
  leave(): void {
    this.#parties--;
    this.#goOn();
  }

  #goOn(): void {
    const waiting = this.#waiting;
    if (waiting.length === 0 || waiting.length < this.#parties) return;
    this.#waiting = [];
    void this.#turn().then(() => waiting.forEach((resolve) => resolve()));
  }
}
