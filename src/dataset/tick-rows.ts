/** The rows of one tick, kept until it is over and then returned in the order of time. */
import { appendEvent, copyFindings } from "../event/copy-row.ts";
import { type BatchView, allocateBatch } from "../engine/worker-output.ts";
import { copyLabels } from "../world/truth/labels.ts";

const FIRST_CAPACITY = 8192;

export class TickRows {
  #view = allocateBatch(FIRST_CAPACITY);

  get view(): BatchView {
    return this.#view;
  }

  get count(): number {
    return this.#view.events.count;
  }

  clear(): void {
    this.#view.events.count = 0;
  }

  add(from: BatchView, row: number): void {
    if (this.count === this.#view.events.capacity) this.#grow();
    copyRow(from, row, this.#view);
  }

  /** By time, then by identity, however they came in. */
  inOrder(): Uint32Array {
    const { timeMs, idLow, idHigh } = this.#view.events;
    const order = Uint32Array.from({ length: this.count }, (_, row) => row);
    return order.sort((a, b) => timeMs[a]! - timeMs[b]! || idHigh[a]! - idHigh[b]! || idLow[a]! - idLow[b]!);
  }

  #grow(): void {
    const grown = allocateBatch(this.count * 2);
    for (let row = 0; row < this.count; row++) copyRow(this.#view, row, grown);
    this.#view = grown;
  }
}

function copyRow(from: BatchView, row: number, to: BatchView): void {
  const at = appendEvent(from.events, row, to.events);
  copyFindings(from.findings, row, to.findings, at);
  copyLabels(from.truth, row, to.truth, at);
}
