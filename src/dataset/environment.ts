/**
 * A simulation whose warnings another program decides, hour by hour, over lines of JSON: the environment of an agent
 * that learns. The other program gets what a warning policy gets and nothing else; its reward is minus the people who
 * are known to have lost money since the observation before.
 */
import { readSync, writeSync } from "node:fs";
import { describeValue, isRecord } from "../core/describe-value.ts";
import { RingfenceError, errorCode } from "../core/errors.ts";
import { MAX_SEED } from "../core/random.ts";
import { simulate } from "../engine/simulation.ts";
import type { LoopState } from "../engine/simulation.ts";
import { type PolicyView, policyFrom, warningPolicies } from "../record/warning-policy.ts";
import { digestRun } from "../report/head.ts";
import type { Scenario } from "../scenario/schema.ts";

export const ENVIRONMENT = "env";

const CHUNK_BYTES = 1 << 16;
const MAX_LINE_BYTES = 1 << 24;
const RETRY_MS = 1;

/** The agent asked for another run while one went on. */
class Reset extends Error {
  readonly seed: number;

  constructor(seed: number) {
    super("reset");
    this.seed = seed;
  }
}

/** Lines of two descriptors. Reading waits: the workers go on meanwhile, and the loop needs the answer. */
export class LineChannel {
  readonly #input: number;
  readonly #output: number;
  #rest = Buffer.alloc(0);

  constructor(input = 0, output = 1) {
    this.#input = input;
    this.#output = output;
  }

  /** Null at the end. Throws RingfenceError "config" for a line that is no object. */
  read(): Readonly<Record<string, unknown>> | null {
    const line = this.#line();
    if (line === null) return null;
    try {
      const value: unknown = JSON.parse(line);
      if (isRecord(value)) return value;
    } catch {
      // Said below.
    }
    throw new RingfenceError("config", `env: expected a line with a JSON object, found ${describeValue(line)}`);
  }

  write(value: object): void {
    // JSON has no Infinity: null stands for it.
    const bytes = Buffer.from(`${JSON.stringify(value)}\n`);
    for (let at = 0; at < bytes.length;) at += waiting(() => writeSync(this.#output, bytes, at));
  }

  #line(): string | null {
    for (;;) {
      const end = this.#rest.indexOf("\n");
      if (end >= 0) {
        const line = this.#rest.toString("utf8", 0, end);
        this.#rest = this.#rest.subarray(end + 1);
        return line;
      }
      if (this.#rest.length > MAX_LINE_BYTES) {
        throw new RingfenceError("config", `env: expected lines of ${MAX_LINE_BYTES} bytes at most`);
      }
      const chunk = Buffer.alloc(CHUNK_BYTES);
      const read = waiting(() => readSync(this.#input, chunk));
      if (read === 0) return null;
      this.#rest = Buffer.concat([this.#rest, chunk.subarray(0, read)]);
    }
  }
}

/** A pipe may be empty or full for a while. */
function waiting(act: () => number): number {
  for (;;) {
    try {
      return act();
    } catch (error) {
      if (errorCode(error) === "EOF") return 0;
      if (errorCode(error) !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
    }
  }
}

/** Runs until the other program closes its output. Throws RingfenceError "config" for lines that are wrong. */
export async function serveEnvironment(
  scenarioWith: () => Scenario,
  workers: number,
  channel = new LineChannel(),
): Promise<void> {
  const losses = new Losses();
  warningPolicies.adopt(
    policyFrom({
      name: ENVIRONMENT,
      decide: ({ memory: _memory, random: _random, ...view }) => askAgent(view, channel, losses),
    }),
  );
  const scenario = scenarioWith();
  let seed = nextSeed(channel);
  while (seed !== null) {
    losses.clear();
    try {
      const observer = {
        onTally() {},
        onSettled: () => Promise.resolve(),
        onConcluded: (_: number, state: LoopState) => losses.note(state.endedEpisodes),
      };
      const result = await simulate({ scenario, seed, workers, observer });
      losses.note(result.episodes);
      const digest = digestRun(result.tally, result);
      channel.write({ done: true, reward: losses.takeReward(), peopleLost: losses.people, digest });
      seed = nextSeed(channel);
    } catch (error) {
      if (!(error instanceof Reset)) throw error;
      seed = error.seed;
    }
  }
}

function askAgent(view: Omit<PolicyView, "memory" | "random">, channel: LineChannel, losses: Losses) {
  channel.write({ done: false, reward: losses.takeReward(), ...view });
  const answer = channel.read();
  if (answer === null) {
    throw new RingfenceError("config", `env: the agent ended at hour ${view.hour}: it must answer until "done"`);
  }
  if ("reset" in answer) throw new Reset(seedOf(answer));
  return answer as ReturnType<Parameters<typeof policyFrom>[0]["decide"]>;
}

function nextSeed(channel: LineChannel): number | null {
  const line = channel.read();
  return line === null ? null : seedOf(line);
}

function seedOf({ reset }: Readonly<Record<string, unknown>>): number {
  if (Number.isInteger(reset) && (reset as number) >= 0 && (reset as number) <= MAX_SEED) return reset as number;
  const expected = `env: expected {"reset": seed}, with a whole number from 0 to ${MAX_SEED}`;
  throw new RingfenceError("config", `${expected}, found ${describeValue(reset)}`);
}

/** People who lost money, each counted once. */
class Losses {
  readonly #people = new Set<number>();
  #seen = 0;
  #rewarded = 0;

  get people(): number {
    return this.#people.size;
  }

  clear(): void {
    this.#people.clear();
    this.#seen = 0;
    this.#rewarded = 0;
  }

  /** All that have ended so far. */
  note(ended: readonly { readonly subscriber: number; readonly lossYuan: number }[]): void {
    if (ended.length < this.#seen) this.#seen = 0;
    for (; this.#seen < ended.length; this.#seen++) {
      const { subscriber, lossYuan } = ended[this.#seen]!;
      if (lossYuan > 0) this.#people.add(subscriber);
    }
  }

  takeReward(): number {
    const reward = this.#rewarded - this.#people.size;
    this.#rewarded = this.#people.size;
    // Not -0, which JSON writes as 0 all the same.
    return reward === 0 ? 0 : reward;
  }
}
