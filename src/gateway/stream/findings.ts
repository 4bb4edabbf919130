/** What is wrong with a stream, and what may become so. */
import type { StreamInfo } from "@nats-io/jetstream";
import { counted } from "../../core/counted.ts";
import { packageVersion } from "../../core/version.ts";
import type { StreamAnswer } from "../protocol.ts";
import type { Broker } from "./broker.ts";
import { waitingWords } from "./waiting.ts";
import type { Beat } from "./worker.ts";

type Finding = StreamAnswer["findings"][number];

/** Earlier servers could lose a stream when they crashed. */
const OLDEST_SERVER = [2, 10, 23];
/** A clock that is further off makes times in logs useless; nothing else depends on it. */
const MOST_CLOCK_MS = 2000;
/** So much of its store a stream may take before somebody should look. */
const FULL_SHARE = 0.8;
/** Events of a partition that may wait: some seconds of a worker's. */
const MOST_WAITING = 400_000;

type Owned = Pick<StreamAnswer["partitions"][number], "partition" | "owner" | "waiting">;

/** `infos`: of the streams of events, of verdicts and of complaints. */
export function findingsOf(
  broker: Broker,
  infos: readonly StreamInfo[],
  workers: readonly Beat[],
  partitions: readonly Owned[],
): Finding[] {
  return [
    ...serverFindings(broker),
    // What is so of complaints is so of events.
    ...infos.slice(0, 2).flatMap(streamFindings),
    ...clockFindings(infos[0]!),
    ...workerFindings(workers, partitions),
  ];
}

function serverFindings({ connection }: Broker): Finding[] {
  const version = connection.info?.version ?? "unknown";
  const numbers = version.split(".").map(Number);
  const differs = OLDEST_SERVER.findIndex((least, at) => numbers[at] !== least);
  const isOld = differs >= 0 && !(numbers[differs]! > OLDEST_SERVER[differs]!);
  const own = `nats-server ${version}`;
  const oldest = OLDEST_SERVER.join(".");
  if (isOld) {
    return [
      finding(
        "bad",
        `${own}: versions before ${oldest} can lose a stream when they crash`,
        `${own}：早于 ${oldest} 的版本崩溃时可能丢失流`,
      ),
    ];
  }
  return [finding("good", `${own}, ringfence ${packageVersion()}`, `${own}，ringfence ${packageVersion()}`)];
}

function streamFindings({ config, state, cluster }: StreamInfo): Finding[] {
  const found: Finding[] = [];
  const { name, num_replicas: copies, max_bytes: most } = config;
  const say = (level: Finding["level"], en: string, zh: string): void => {
    found.push(finding(level, `stream ${name}: ${en}`, `流 ${name}：${zh}`));
  };
  const behind = (cluster?.replicas ?? []).filter(({ current, offline }) => offline || !current);
  if (copies === 1) {
    say("doubtful", "one server holds it: while that is down, nothing goes on", "只存于一台服务器，它停机时一切停止");
  }
  if (cluster?.leader === undefined && copies > 1) say("bad", "it has no leader", "没有主服务器");
  for (const { name: server, offline } of behind) {
    say("bad", `server ${server} is ${offline ? "away" : "behind"}`, `服务器 ${server} ${offline ? "不在" : "落后"}`);
  }
  const share = most > 0 ? state.bytes / most : 0;
  const percent = Math.round(share * 100);
  if (share > FULL_SHARE) say("bad", `${percent} % of its bytes are taken`, `已用 ${percent} % 的空间`);
  const { messages, bytes } = state;
  if (found.length === 0) {
    say(
      "good",
      `${counted(messages, "message")}, ${counted(bytes, "byte")}, ${copies} servers`,
      `${messages} 条消息，${bytes} 字节，${copies} 台服务器`,
    );
  }
  return found;
}

/** The server says what time it is when it is asked. */
function clockFindings({ ts }: StreamInfo): Finding[] {
  const offMs = Date.now() - Date.parse(String(ts));
  if (!(Math.abs(offMs) > MOST_CLOCK_MS)) {
    return [finding("good", "the clock of the server is that of this machine", "服务器时钟与本机一致")];
  }
  const seconds = Math.round(Math.abs(offMs) / 1000);
  const en = `the clock of the server is ${seconds} s ${offMs > 0 ? "behind" : "ahead of"} this machine's`;
  const zh = `服务器时钟比本机${offMs > 0 ? "慢" : "快"} ${seconds} 秒`;
  return [
    finding(
      "doubtful",
      `${en}: verdicts do not depend on it, times in logs do`,
      `${zh}：判定不受影响，日志的时间受影响`,
    ),
  ];
}

function workerFindings(workers: readonly Beat[], states: readonly Owned[]): Finding[] {
  const programs = [...new Set(workers.map(({ program }) => program))].join(", ");
  const free = states.filter(({ owner }) => owner === null).length;
  const late = states.filter(({ waiting: { events, isAll } }) => !isAll || events > MOST_WAITING);
  const found: Finding[] = [];
  if (workers.length === 0) {
    found.push(
      finding("bad", "no worker is there: ringfence gateway work", "没有工作进程：请启动 ringfence gateway work"),
    );
  }
  if (workers.some(({ program }) => program !== workers[0]!.program)) {
    found.push(finding("bad", `workers run several versions: ${programs}`, `工作进程版本不一：${programs}`));
  }
  if (workers.length > 0 && free > 0) {
    found.push(
      finding("bad", `${counted(free, "partition has", "partitions have")} no owner`, `${free} 个分区无人负责`),
    );
  }
  for (const { partition, waiting } of late) {
    const { en, zh } = waitingWords(waiting);
    found.push(finding("doubtful", `partition ${partition}: ${en}`, `分区 ${partition}：${zh}`));
  }
  if (found.length > 0) return found;
  const [count, all] = [workers.length, states.length];
  return [
    finding(
      "good",
      `${counted(count, "worker owns", "workers own")} all ${all} partitions`,
      `${count} 个工作进程负责全部 ${all} 个分区`,
    ),
  ];
}

function finding(level: Finding["level"], en: string, zh: string): Finding {
  return { level, what: { en, zh } };
}
