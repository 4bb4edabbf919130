/** Processes of a stream as a user starts them, and what their verdicts come to. */
import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { VerdictSum } from "../../../src/gateway/stream/verdict-batch.ts";
import { MAIN, readJsonLines, ringfence } from "../../cli/command-line.ts";

/** A verb that goes on; `said` is what it wrote on standard error. */
export class Going {
  said = "";
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;

  constructor(...args: readonly string[]) {
    this.child = spawn(process.execPath, [MAIN, "gateway", ...args], { stdio: ["pipe", "ignore", "pipe"] });
    this.child.stderr!.setEncoding("utf8").on("data", (text: string) => (this.said += text));
    this.ended = new Promise((resolve) => this.child.once("close", resolve));
  }

  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<number | null> {
    this.child.kill(signal);
    return this.ended;
  }
}

/** Numbers that are listed, so that some events are blocked. */
export function writeBlocklist(path: string): void {
  writeFileSync(path, Array.from({ length: 9 }, (_, at) => `1390000000${at}\n`).join(""));
}

export type Sum = VerdictSum["total"];

/** What `ringfence screen` decides of a file without identities, in one process. */
export async function screened(file: string, out: string, ...options: string[]): Promise<Sum> {
  const { code, stderr } = await ringfence(["screen", file, "--out", out, "--force", "--quiet", ...options]);
  if (code !== 0) throw new Error(stderr);
  const rows = readJsonLines<{ readonly line: number; readonly verdict: "allow"; readonly score: number }>(out);
  const sum = new VerdictSum();
  sum.add({
    passedOver: 0,
    timesOff: 0,
    verdicts: rows.map(({ line, verdict, score }) => ({ id: String(line), verdict, score })),
  });
  return { ...sum.total, messagesWaiting: 0 };
}

export async function sumOf(nats: readonly string[]): Promise<Sum> {
  const { code, stdout, stderr } = await ringfence(["gateway", "verdicts", ...nats, "--sum"]);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Sum;
}

/** The sum once it has so many events; as it is where they do not come. */
export async function sumWhenAll(nats: readonly string[], events: unknown, mostMs = 180_000): Promise<Sum> {
  for (const startedMs = performance.now(); ; await sleep(500)) {
    const sum = await sumOf(nats);
    if (Number(sum["events"]) >= Number(events) || performance.now() - startedMs > mostMs) return sum;
  }
}

/** Throws where it takes too long. */
export async function until(isSo: () => boolean | Promise<boolean>, what: string, mostMs = 120_000): Promise<void> {
  for (const startedMs = performance.now(); !(await isSo()); await sleep(50)) {
    if (performance.now() - startedMs > mostMs) throw new Error(`${what}: not after ${mostMs} ms`);
  }
}
