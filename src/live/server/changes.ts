/** Wakes everybody who waits when something has changed. */
export class Changes {
  #waiting: (() => void)[] = [];

  tell(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  /** True at the next change; false if there is none for so long. */
  next(ms = Number.POSITIVE_INFINITY): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = Number.isFinite(ms) ? setTimeout(resolve, Math.ceil(ms), false) : undefined;
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve(true);
      });
    });
  }

  /** Checks at each change. */
  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await this.next();
  }
}
