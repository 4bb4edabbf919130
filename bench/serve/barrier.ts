/** Lets nobody through before so many are there, and everybody from then on. */
export class Barrier {
  isOpen = false;
  readonly #parties: number;
  readonly #onOpen: () => void;
  readonly #waiting: (() => void)[] = [];

  constructor(parties: number, onOpen: () => void) {
    this.#parties = parties;
    this.#onOpen = onOpen;
  }

  meet(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#waiting.length < this.#parties) return;
      this.isOpen = true;
      this.#onOpen();
      for (const pass of this.#waiting) pass();
    });
  }
}
