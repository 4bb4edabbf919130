/** Of all that the world knows of an event, one label reaches the platform: to whom it was put through. */
import { scriptsFound } from "../../src/detect/matcher/found.ts";
import { expect, test } from "vitest";
import { readLinks } from "../../src/detect/links/stage.ts";
import { HOUR_MS } from "../../src/core/time.ts";
import { EventBatch } from "../../src/event/event-batch.ts";
import { ALLOW, BLOCK, FLAG, Findings } from "../../src/event/findings.ts";
import { TruthBatch } from "../../src/event/truth.ts";
import { NotedEvents } from "../../src/respond/signals/noted-events.ts";
import { SignalReader } from "../../src/respond/signals/signal-reader.ts";
import { subscribersOf } from "../../src/world/truth/labels.ts";
import { Observation } from "../../src/world/people/observation.ts";
import { cutSlices } from "../../src/world/slice.ts";
import { Synthesiser } from "../../src/world/synthesise.ts";
import {
  COMPLAINT,
  CURIOUS,
  VictimResponseFinder,
  readVictimResponse,
} from "../../src/world/people/victim-response.ts";
import { allocateReactionCounts } from "../../src/world/gangs/reaction.ts";
import { listOf } from "../event/signals-for-tests.ts";
import { EVERYTHING, smallWorld } from "./small-world.ts";

const TICK = 14;
const CAPACITY = 8192;

/** All labels but `subscriber`. */
const SECRET = Object.getOwnPropertyNames(TruthBatch.allocate(1)).filter(
  (name) => name !== "handle" && name !== "subscriber",
) as Exclude<keyof TruthBatch, "handle" | "subscriber">[];

/** A tick's events, screened by lot, with the marks of those who report something or are curious. */
function screened() {
  const world = smallWorld([
    "gangs.count=30",
    "gangs.messagesPerDay=800",
    "gangs.callsPerDay=800",
    "population.subscribers=1800",
    "curiosity.fraudShare=0.2",
    "complaints.messageShare=0.2",
  ]);
  for (let tick = 0; tick <= TICK; tick++) world.advance(tick);
  const sealed = world.seal(TICK);
  const [events, truth] = [EventBatch.allocate(CAPACITY), TruthBatch.allocate(CAPACITY)];
  const findings = Findings.allocate(CAPACITY);
  new Synthesiser(world.handle).fill(cutSlices(world.plan(TICK, [], EVERYTHING), CAPACITY)[0]!, sealed, events, truth);
  readLinks(events, findings);
  for (let row = 0; row < events.count; row++) {
    const lot = events.idLow[row]! % 10;
    findings.outcome.decision[row] = lot < 3 ? BLOCK : lot < 6 ? FLAG : ALLOW;
    scriptsFound(findings).template[row] = lot % 2 === 0 ? lot : -1;
  }
  const marks = new Uint8Array(CAPACITY);
  new VictimResponseFinder(world.handle).find(
    events,
    findings,
    truth,
    new Uint32Array(allocateReactionCounts(30)),
    marks,
  );
  // Contacts are the world's own: a gang knows whom it called.
  for (let row = 0; row < events.count; row++) marks[row]! &= COMPLAINT | CURIOUS;
  return { world, events, findings, truth, marks };
}

test("signals stay the same when every label of a tick is another event's, but for whom each was put through to", () => {
  const { world, events, findings, truth, marks } = screened();
  const { handle, gangs } = world;
  const observation = new Observation(handle.scenario, handle.seed);
  const told = () => {
    const { acts, complaints } = readVictimResponse(events, findings, truth, marks, { ...handle, gangs });
    const notedEvents = NotedEvents.allocate(CAPACITY);
    notedEvents.note(events, findings, subscribersOf(truth), observation, () => true);
    const signalReader = new SignalReader(handle.scenario.signals, handle.subscribers.count, {
      subscribersInto: (_, had, count, out) => out.set(had.subarray(0, count)),
      isListed: (key) => key % 3 === 0,
      isListedHost: (host) => host.length % 2 === 0,
      listedInto: (keys, _, count, out) => {
        for (let i = 0; i < count; i++) out[i] = Number(keys[i]! % 3 === 0);
      },
    });
    const window = { acts: acts.toSorted((a, b) => a.timeMs - b.timeMs), complaints, listed: [] };
    const [startMs, endMs] = [TICK * HOUR_MS, (TICK + 1) * HOUR_MS];
    return { acts, complaints, signals: listOf(signalReader.read({ notedEvents, ...window, startMs, endMs })) };
  };
  const before = told();
  expect(new Set(before.signals.map(({ kind }) => kind)).size).toBeGreaterThan(4);
  expect(before.complaints.length).toBeGreaterThan(10);
  for (const name of SECRET) {
    const column = truth[name].subarray(0, events.count);
    column.set([...column.subarray(1), column[0]!]);
  }
  expect(told()).toEqual(before);
  // And it is whom an event was put through to that tells.
  truth.subscriber.subarray(0, events.count).fill(7);
  expect(told()).not.toEqual(before);
});
