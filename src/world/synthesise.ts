/** Turns the slices of a batch into events and their truth: a pure function of handles and slices. Runs in workers. */
import type { EventBatch } from "../event/event-batch.ts";
import type { Labels } from "../event/labels.ts";
import { type TruthBatch, truthOf } from "../event/truth.ts";
import { ContactMaker } from "./gangs/contact-maker.ts";
import { EventWriter } from "./event-writer.ts";
import { type GangTable, attachGangTable } from "./gangs/gang-table.ts";
import { SLICE, SLICE_WORDS, SOURCE_BENIGN, copySlice } from "./slice.ts";
import { composerOf } from "./text/compose.ts";
import { attachPhraseBank } from "./text/phrase-bank.ts";
import { TrafficMaker } from "./traffic/traffic-maker.ts";
import type { WorldHandle, WorldTickHandle } from "./world.ts";

export class Synthesiser {
  readonly #traffic: TrafficMaker;
  readonly #contacts: ContactMaker;
  readonly #slice = new Int32Array(SLICE_WORDS);
  #writer: EventWriter | undefined;
  #tick: WorldTickHandle | undefined;
  #gangs: GangTable | undefined;

  constructor(world: WorldHandle) {
    const compose = composerOf(attachPhraseBank(world.phraseBank));
    this.#traffic = new TrafficMaker(world, compose);
    this.#contacts = new ContactMaker(world, compose);
  }

  fill(slices: Int32Array, tick: WorldTickHandle, events: EventBatch, labels: Labels): void {
    const writer = this.#writerOf(events, truthOf(labels));
    const gangs = this.#gangsOf(tick);
    const slice = this.#slice;
    writer.reset();
    for (let at = 0; at < slices.length; at += SLICE_WORDS) {
      copySlice(slices, at, slice, 0);
      if (slice[SLICE.source] === SOURCE_BENIGN) {
        this.#traffic.write(slice[SLICE.index]!, slice[SLICE.first]!, slice[SLICE.count]!, tick, writer);
      } else {
        this.#contacts.write(slice, tick, gangs, writer);
      }
    }
    writer.finishBatch();
  }

  #writerOf(events: EventBatch, truth: TruthBatch): EventWriter {
    const last = this.#writer;
    if (last?.events === events && last.truth === truth) return last;
    return (this.#writer = new EventWriter(events, truth));
  }

  #gangsOf(tick: WorldTickHandle): GangTable {
    if (this.#gangs && this.#tick === tick) return this.#gangs;
    this.#tick = tick;
    return (this.#gangs = attachGangTable(tick.gangs));
  }
}
