/** Looks at a stream that runs: what is wrong, what may become so, and how far its workers are. */
import { setTimeout as sleep } from "node:timers/promises";
import type { StreamInfo } from "@nats-io/jetstream";
import { packageVersion } from "../../core/version.ts";
import type { Broker } from "./broker.ts";
import { readPositions, readWaiting, type Waiting, waitingWords } from "./verdict-reader.ts";
import { BEAT_MS, type Beat, listenToBeats } from "./worker.ts";

export interface Finding {
  readonly level: "good" | "doubtful" | "bad";
  readonly what: string;
}

export interface PartitionState {
  readonly partition: number;
  /** Null: nobody has it. */
  readonly owner: string | null;
  readonly events: number;
  /** What is published and has no verdict, whoever has the partition. */
  readonly waiting: Waiting;
}

export interface Diagnosis {
  readonly findings: readonly Finding[];
  readonly partitions: readonly PartitionState[];
}

/** Earlier servers could lose a stream when they crashed. */
const OLDEST_SERVER = [2, 10, 23];
/** All workers tell of themselves within so long. */
const LISTEN_MS = 4 * BEAT_MS;
/** A clock that is further off makes times in logs useless; nothing else depends on it. */
const MOST_CLOCK_MS = 2000;
/** So much of its store a stream may take before somebody should look. */
const FULL_SHARE = 0.8;
/** Events of a partition that may wait: some seconds of a worker's. */
const MOST_WAITING = 400_000;

export async function diagnose(broker: Broker, partitions: number): Promise<Diagnosis> {
  const streams = [broker.eventsStream, broker.verdictsStream];
  const infos = await Promise.all(
    streams.map((name) => broker.doing(`look at the stream ${name}`, () => broker.jsm.streams.info(name))),
  );
  const positions = await readPositions(broker, partitions);
  const waiting = await readWaiting(broker, positions);
  const beats = new Map<string, Beat>();
  const stop = listenToBeats(broker, (beat) => beats.set(beat.worker, beat));
  await sleep(LISTEN_MS);
  stop();
  const workers = [...beats.values()].filter(({ isLeaving }) => !isLeaving);
  const states = positions.map(({ events }, partition): PartitionState => {
    const owner = workers.find((worker) => worker.partitions.some((one) => one.partition === partition));
    const own = owner?.partitions.find((one) => one.partition === partition);
    return { partition, owner: owner?.worker ?? null, events: own?.events ?? events, waiting: waiting[partition]! };
  });
  const findings = [
    ...serverFindings(broker),
    ...infos.flatMap(streamFindings),
    ...clockFindings(infos[0]!),
    ...workerFindings(workers, states),
  ];
  return { findings, partitions: states };
}

function serverFindings({ connection }: Broker): Finding[] {
  const version = connection.info?.version ?? "unknown";
  const numbers = version.split(".").map(Number);
  const differs = OLDEST_SERVER.findIndex((least, at) => numbers[at] !== least);
  const isOld = differs >= 0 && !(numbers[differs]! > OLDEST_SERVER[differs]!);
  const own: Finding = { level: "good", what: `nats-server ${version}, ringfence ${packageVersion()}` };
  if (!isOld) return [own];
  const what = `nats-server ${version}: versions before ${OLDEST_SERVER.join(".")} can lose a stream when they crash`;
  return [{ level: "bad", what }];
}

function streamFindings({ config, state, cluster }: StreamInfo): Finding[] {
  const found: Finding[] = [];
  const say = (level: Finding["level"], words: string): void => {
    found.push({ level, what: `stream ${config.name}: ${words}` });
  };
  const replicas = cluster?.replicas ?? [];
  const behind = replicas.filter(({ current, offline }) => offline || !current);
  if (config.num_replicas === 1) say("doubtful", "one server holds it: while that is down, nothing goes on");
  if (cluster?.leader === undefined && config.num_replicas > 1) say("bad", "it has no leader");
  for (const { name, offline } of behind) say("bad", `server ${name} is ${offline ? "away" : "behind"}`);
  const room = config.max_bytes > 0 ? state.bytes / config.max_bytes : 0;
  if (room > FULL_SHARE) say("bad", `${Math.round(room * 100)} % of its bytes are taken`);
  if (found.length === 0)
    say("good", `${state.messages} messages, ${state.bytes} bytes, ${config.num_replicas} servers`);
  return found;
}

/** The server says what time it is when it is asked. */
function clockFindings({ ts }: StreamInfo): Finding[] {
  const offMs = Date.now() - Date.parse(String(ts));
  if (!(Math.abs(offMs) > MOST_CLOCK_MS))
    return [{ level: "good", what: "the clock of the server is that of this machine" }];
  const seconds = Math.round(Math.abs(offMs) / 1000);
  const what = `the clock of the server is ${seconds} s ${offMs > 0 ? "behind" : "ahead of"} this machine's`;
  return [{ level: "doubtful", what: `${what}: verdicts do not depend on it, times in logs do` }];
}

function workerFindings(workers: readonly Beat[], states: readonly PartitionState[]): Finding[] {
  const programs = new Set(workers.map(({ program }) => program));
  const free = states.filter(({ owner }) => owner === null).length;
  const late = states.filter(({ waiting: { events, isAll } }) => !isAll || events > MOST_WAITING);
  const found: Finding[] = [];
  if (workers.length === 0) found.push({ level: "bad", what: "no worker is there: ringfence gateway work" });
  if (programs.size > 1)
    found.push({ level: "bad", what: `workers run several versions: ${[...programs].join(", ")}` });
  if (workers.length > 0 && free > 0) found.push({ level: "bad", what: `${free} partitions have no owner` });
  for (const { partition, waiting } of late) {
    found.push({ level: "doubtful", what: `partition ${partition}: ${waitingWords(waiting)}` });
  }
  if (found.length > 0) return found;
  return [{ level: "good", what: `${workers.length} workers own all ${states.length} partitions` }];
}
