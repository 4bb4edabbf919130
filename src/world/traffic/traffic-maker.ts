/**
 * Makes benign traffic, in workers. An event is a function of (seed, class, tick, ordinal): traffic.ts plans how many
 * there are, draws say who calls whom, when, and with what words. A slice is made column by column.
 */
import { drawAlias } from "../../core/distributions.ts";
import { RandomStream, below } from "../../core/random.ts";
import { HOUR_MS } from "../../core/time.ts";
import { KIND_MESSAGE } from "../../event/event-batch.ts";
import { BENIGN_CLASSES, type BenignClass } from "../../event/taxonomy.ts";
import { NO_WORDING } from "../../event/truth.ts";
import { BENIGN_CALLS, BENIGN_DURATION_SIGMA, decorationLevel } from "./benign-calls.ts";
import { PageRecords } from "./benign-origins.ts";
import type { EventWriter } from "../event-writer.ts";
import type { Composer } from "../text/compose.ts";
import { type TextRequest, createTextRequest } from "../text/text-draft.ts";
import { PART_MESSAGE, RUN, type Run, trafficColumnsOf } from "./traffic-columns.ts";
import type { WorldHandle, WorldTickHandle } from "../world.ts";

/** More than there are classes: a tick and a class make one number. */
const CLASSES_A_TICK = 16;

type ClassPlan = ReturnType<typeof planClass>;

export class TrafficMaker {
  readonly #world: WorldHandle;
  readonly #compose: Composer;
  readonly #plans: readonly ClassPlan[];
  readonly #draws: RandomStream;
  readonly #circles: RandomStream;
  readonly #request: TextRequest;
  readonly #run: Run = { row: 0, end: 0, entity: 0, ordinal: 0 };
  readonly #pages: PageRecords | null;
  readonly #messageWords = new Uint32Array(RUN);
  readonly #languages = new Uint8Array(RUN);

  constructor(world: WorldHandle, compose: Composer) {
    this.#world = world;
    this.#compose = compose;
    this.#plans = BENIGN_CLASSES.map((name, code) => planClass(world, name, code));
    this.#draws = new RandomStream(world.seed, "traffic");
    this.#circles = new RandomStream(world.seed, "circle");
    this.#request = createTextRequest(new RandomStream(world.seed, "traffic-text"));
    this.#request.link = world.hosts.units;
    this.#pages = world.records && new PageRecords(world.seed, world.hosts);
  }

  write(benignClass: number, first: number, count: number, tick: WorldTickHandle, writer: EventWriter): void {
    const plan = this.#plans[benignClass]!;
    const columns = trafficColumnsOf(writer.events, writer.truth);
    const run = this.#run;
    run.entity = tick.tick * CLASSES_A_TICK + benignClass;
    for (let done = 0; done < count; done += RUN) {
      run.row = writer.row;
      run.end = writer.row + Math.min(RUN, count - done);
      run.ordinal = first + done;
      this.#writeRun(plan, run, tick, columns, writer);
    }
  }

  #writeRun(
    plan: ClassPlan,
    run: Run,
    tick: WorldTickHandle,
    columns: ReturnType<typeof trafficColumnsOf>,
    writer: EventWriter,
  ): void {
    const { subscribers, seed } = this.#world;
    columns.kinds(run, plan, tick.tick * HOUR_MS, this.#draws, this.#messageWords);
    columns.lengths(run, plan.durationMedianS, BENIGN_DURATION_SIGMA, this.#draws);
    if (plan.pools) columns.organisations(run, plan.pools, subscribers, this.#draws);
    else columns.people(run, plan.isStranger, subscribers, this.#draws, this.#circles, tick.numbers);
    columns.callees(run, tick.numbers, subscribers.language, this.#languages);
    if (plan.records) columns.records(run, plan.records[0], plan.records[1]);
    this.#writeMessages(plan, run, this.#pages && this.#pages.at(tick.tick), writer);
    columns.truth(run, plan.benignClass);
    columns.ids(run, plan.benignClass, tick.tick, seed, writer.id);
    writer.finishRows(run.end - run.row);
  }

  #writeMessages(
    plan: ClassPlan,
    { row: first, end, entity, ordinal }: Run,
    pages: Uint32Array | null,
    writer: EventWriter,
  ): void {
    const { hosts } = this.#world;
    const { kind, caller, provenance, text, textStart } = writer.events;
    const { wording } = writer.truth;
    const { messages, isTwin, byWeight } = plan.messages;
    const request = this.#request;
    const draws = this.#draws;
    request.entity = entity;
    let textAt = writer.textAt;
    wording.fill(NO_WORDING, first, end);
    for (let row = first; row < end; row++) {
      if (kind[row] === KIND_MESSAGE) {
        const words = draws.draw(entity, ordinal + row - first, PART_MESSAGE);
        const drawn = drawAlias(byWeight, this.#messageWords[row - first]!, words[0]!);
        const host = plan.firstHost + below(words[1]!, isTwin[drawn] === 1 ? plan.twinHostCount : plan.hostCount);
        request.message = messages[drawn]!;
        wording[row] = request.message;
        request.language = this.#languages[row - first]!;
        // Each host stands for one sender, who keeps to its own brand and wording.
        request.campaign = host;
        request.level = decorationLevel(plan.isMarketing, words);
        request.ordinal = ordinal + row - first;
        request.linkFrom = hosts.start[host]!;
        request.linkTo = hosts.start[host + 1]!;
        request.phone = caller[row]!;
        textAt += this.#compose(request, text, textAt);
        if (pages !== null && request.linkWritten) provenance[row]! |= pages[host]!;
      }
      textStart[row + 1] = textAt;
    }
    writer.textAt = textAt;
  }
}

function planClass(world: WorldHandle, name: BenignClass, code: number) {
  const { organisations, records, benignMessages, hosts } = world;
  const hostCount = hosts.first[code + 1]! - hosts.first[code]!;
  return {
    benignClass: code,
    ...BENIGN_CALLS[name],
    pools: organisations[code]!,
    /** By kind, and then by organisation or subscriber; null where the platform gets no records. */
    records: records && (records.organisations[code] ?? [records.people, records.people]),
    isStranger: name === "stranger",
    messages: benignMessages[code]!,
    isMarketing: name === "marketing",
    firstHost: hosts.first[code]!,
    hostCount,
    /** Hosts that twins of scripts link to: institutions, if the class has any; they come first. */
    twinHostCount: hosts.genuine[code]! || hostCount,
  };
}
