/** Turns the slices of a batch into events and their truth. Runs in workers; a pure function of the handles and the slices. */
import type { EventBatch } from "../event/event-batch.ts";
import type { TruthBatch } from "../event/truth.ts";
import { ContactMaker } from "./contacts.ts";
import { EventWriter } from "./event-writer.ts";
import { attachGangTable } from "./gang-table.ts";
import { SLICE, SLICE_WORDS, SOURCE_BENIGN } from "./slice.ts";
import { attachPhraseBank } from "./text/phrase-bank.ts";
import { TrafficMaker } from "./traffic-maker.ts";
import type { WorldHandle, WorldTickHandle } from "./world.ts";

export class Synthesiser {
  readonly #traffic: TrafficMaker;
  readonly #contacts: ContactMaker;

  constructor(world: WorldHandle) {
    const bank = attachPhraseBank(world.phraseBank);
    this.#traffic = new TrafficMaker(world, bank);
    this.#contacts = new ContactMaker(world, bank);
  }

  /** Fills `events` and `truth` from the slices of one batch. */
  fill(slices: Int32Array, tick: WorldTickHandle, events: EventBatch, truth: TruthBatch): void {
    const writer = new EventWriter(events, truth);
    const gangs = attachGangTable(tick.gangs);
    writer.reset();
    for (let at = 0; at < slices.length; at += SLICE_WORDS) {
      const slice = slices.subarray(at, at + SLICE_WORDS);
      if (slice[SLICE.source] === SOURCE_BENIGN) {
        this.#traffic.write(slice[SLICE.index]!, slice[SLICE.first]!, slice[SLICE.count]!, tick, writer);
      } else {
        this.#contacts.write(slice, tick, gangs, writer);
      }
    }
    writer.finishBatch();
  }
}
