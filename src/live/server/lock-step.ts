/** Leads worlds through the hours of a run: none does an hour before all have come to it. */
import { Changes } from "./changes.ts";

interface Walker {
  /** The last hour that it has come to, and that it has done. */
  readonly settled: number;
  readonly done: number;
  /** True once it has come to its end. */
  readonly isOver: boolean;
}

/** Worlds tell it of each of their steps, and wait until they may do an hour. */
export class LockStep extends Changes {
  #hour = -1;

  mayDo(hour: number): Promise<void> {
    return this.until(() => hour <= this.#hour);
  }

  /** Resolves when every world is over. `turn`: before each hour; `show`: when all have done it. */
  async walk(worlds: readonly Walker[], turn: () => Promise<void>, show: (hour: number) => void): Promise<void> {
    const all = (isSo: (world: Walker) => boolean): Promise<void> =>
      this.until(() => worlds.every((world) => world.isOver || isSo(world)));
    try {
      for (let hour = 0; ; hour++) {
        await all(({ settled }) => settled >= hour);
        if (worlds.every(({ isOver }) => isOver)) return;
        await turn();
        this.#letGoOn(hour);
        await all(({ done }) => done >= hour);
        show(hour);
      }
    } finally {
      this.#letGoOn(Number.POSITIVE_INFINITY);
    }
  }

  #letGoOn(hour: number): void {
    this.#hour = hour;
    this.tell();
  }
}
