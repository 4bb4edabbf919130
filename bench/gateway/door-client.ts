/**
 * Connections to a server, as an outbox of the generator: events that are due go to the next one that is free, in
 * requests of as many as their shape has, or as lines of a stream. What comes back is counted, and not parsed.
 */
import { connect, type Socket } from "node:net";
import { RingfenceError } from "../../src/core/errors.ts";
import type { Clock } from "../harness/latency/clock.ts";
import type { LatencyRecorder } from "../harness/latency/latency-recorder.ts";
import type { Outbox } from "../harness/latency/open-loop-generator.ts";
import { EVENTS_AT_ONCE, type PreparedEvents, SCREEN_PATH, type Shape } from "./shapes.ts";

export interface DoorOptions {
  readonly port: number;
  readonly shape: Shape;
  readonly connections: number;
  readonly prepared: PreparedEvents;
  readonly recorder: LatencyRecorder;
  readonly clock: Clock;
  /** Told that a server has answered something else than it should, or has gone. */
  readonly onFault: (fault: RingfenceError) => void;
}

const READ_BYTES = 1 << 18;
/** Lines of a stream that may wait for their answers: what a slow server holds back waits at the generator. */
const MAX_UNANSWERED = 65_536;

export class DoorClient implements Outbox {
  openSinceMs = Number.POSITIVE_INFINITY;
  readonly #atOnce: number;
  readonly #connections: Connection[] = [];
  /** Of the batch that is open. */
  readonly #dueMs: Float64Array;
  #first = 0;
  #count = 0;
  #turn = 0;
  /** Of who waits until something is heard. */
  #wake: () => void = () => {};

  private constructor({ shape }: DoorOptions) {
    this.#atOnce = EVENTS_AT_ONCE[shape];
    this.#dueMs = new Float64Array(this.#atOnce);
  }

  /** Resolves when all connections are there. */
  static async open(options: DoorOptions): Promise<DoorClient> {
    const client = new DoorClient(options);
    const heard = { ...options, onHeard: () => client.#wake() };
    for (let one = 0; one < options.connections; one++) client.#connections.push(await Connection.open(heard));
    return client;
  }

  /** Events that were sent and not answered yet. */
  get unanswered(): number {
    return this.#connections.reduce((sum, { unanswered }) => sum + unanswered, 0);
  }

  /** Events that were answered. */
  get answered(): number {
    return this.#connections.reduce((sum, { answered }) => sum + answered, 0);
  }

  /** Resolves once a server has answered something, or takes more, or after so many milliseconds. */
  heard(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const limit = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(limit);
        resolve();
      };
    });
  }

  capacity(): number {
    return this.#free() === null ? 0 : this.#atOnce - this.#count;
  }

  put(first: number, dueMs: Float64Array, count: number): void {
    if (this.#count === 0) {
      this.#first = first;
      this.openSinceMs = dueMs[0]!;
    }
    this.#dueMs.set(dueMs.subarray(0, count), this.#count);
    this.#count += count;
    if (this.#count === this.#atOnce) this.close();
  }

  close(): void {
    const connection = this.#free();
    // Its time is over, and it waits on: for a connection.
    if (connection === null) return;
    connection.send(this.#first, this.#dueMs.slice(0, this.#count));
    this.#count = 0;
    this.openSinceMs = Number.POSITIVE_INFINITY;
  }

  end(): void {
    for (const connection of this.#connections) connection.end();
  }

  #free(): Connection | null {
    for (let looked = 0; looked < this.#connections.length; looked++) {
      const connection = this.#connections[this.#turn]!;
      if (connection.isFree) return connection;
      this.#turn = (this.#turn + 1) % this.#connections.length;
    }
    return null;
  }
}

interface ConnectionOptions extends DoorOptions {
  /** Called when something has come, or more can be sent. */
  readonly onHeard: () => void;
}

class Connection {
  readonly #options: ConnectionOptions;
  readonly #socket: Socket;
  readonly #isStream: boolean;
  /** Of what was sent and not answered, in order. */
  readonly #waiting: { readonly dueMs: Float64Array; answered: number; readonly sentMs: number }[] = [];
  unanswered = 0;
  answered = 0;
  #isWritable = true;
  /** Of the answer that is under way: bytes that are still to come, or, while its head is, what has come of that. */
  #toCome = 0;
  #head = "";
  #hasHead = false;
  #isAfterBrace = false;

  private constructor(options: ConnectionOptions, socket: Socket) {
    this.#options = options;
    this.#socket = socket;
    this.#isStream = options.shape === "NDJSON";
  }

  static open(options: ConnectionOptions): Promise<Connection> {
    return new Promise((resolve, reject) => {
      let connection: Connection | null = null;
      const buffer = new Uint8Array(READ_BYTES);
      const onread = {
        buffer,
        callback: (bytes: number) => {
          connection!.#take(Buffer.from(buffer.buffer, 0, bytes));
          options.onHeard();
          return true;
        },
      };
      const socket = connect({ port: options.port, host: "127.0.0.1", noDelay: true, onread });
      socket.once("error", reject);
      socket.once("connect", () => {
        connection = new Connection(options, socket);
        connection.#begin();
        resolve(connection);
      });
    });
  }

  get isFree(): boolean {
    return this.#isStream ? this.#isWritable && this.unanswered < MAX_UNANSWERED : this.unanswered === 0;
  }

  #begin(): void {
    const fail = (): void => this.#fail("the connection ended while answers were to come");
    this.#socket.removeAllListeners("error").on("error", fail);
    this.#socket.on("close", () => {
      if (this.unanswered > 0) fail();
    });
    this.#socket.on("drain", () => {
      this.#isWritable = true;
      this.#options.onHeard();
    });
    if (this.#isStream) this.#socket.write(headOf("application/x-ndjson", "Transfer-Encoding: chunked"));
  }

  send(first: number, dueMs: Float64Array): void {
    this.#waiting.push({ dueMs, answered: 0, sentMs: this.#options.clock() });
    this.unanswered += dueMs.length;
    const { array, lines, starts } = this.#options.prepared;
    const prepared = starts.length - 1;
    // What would go over the end of the prepared ones begins anew.
    const from = Math.min(first % prepared, prepared - dueMs.length);
    const [start, end] = [starts[from]!, starts[from + dueMs.length]!];
    this.#socket.cork();
    if (this.#isStream) {
      this.#socket.write(`${(end - start).toString(16)}\r\n`);
      this.#socket.write(lines.subarray(start, end));
      this.#isWritable = this.#socket.write("\r\n");
    } else {
      const isArray = this.#options.shape === "arrays of 100";
      const body = array.subarray(start, end - 1);
      const head = headOf("application/json", `Content-Length: ${body.length + (isArray ? 2 : 0)}`);
      this.#socket.write(isArray ? `${head}[` : head, "latin1");
      this.#socket.write(body);
      if (isArray) this.#socket.write("]");
    }
    this.#socket.uncork();
  }

  end(): void {
    this.unanswered = 0;
    if (this.#isStream) this.#socket.end("0\r\n\r\n");
    else this.#socket.destroy();
  }

  #take(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length) {
      if (!this.#hasHead) {
        at = this.#takeHead(bytes, at);
      } else if (this.#isStream) {
        this.#answered(this.#linesIn(bytes.subarray(at)));
        return;
      } else {
        const taken = Math.min(this.#toCome, bytes.length - at);
        at += taken;
        this.#toCome -= taken;
        if (this.#toCome > 0) return;
        this.#hasHead = false;
        this.#answered(this.#waiting[0]!.dueMs.length);
      }
    }
  }

  /** Returns where the head ends. */
  #takeHead(bytes: Buffer, at: number): number {
    const before = this.#head.length;
    this.#head += bytes.toString("latin1", at, at + MAX_HEAD_BYTES);
    const end = this.#head.indexOf("\r\n\r\n");
    if (end < 0) return bytes.length;
    const head = this.#head.slice(0, end);
    this.#head = "";
    if (!head.startsWith("HTTP/1.1 200 ")) this.#fail(`it answered ${head.slice(0, head.indexOf("\r\n"))}`);
    this.#toCome = Number(/\ncontent-length: *(\d+)/i.exec(head)?.[1]);
    this.#hasHead = true;
    return at + end + 4 - before;
  }

  /** Each ends with a brace and a line end, in one piece, and nothing else in the answer does. */
  #linesIn(bytes: Buffer): number {
    let lines = this.#isAfterBrace && bytes[0] === LINE_END ? 1 : 0;
    for (let at = bytes.indexOf(BRACE_AND_END); at >= 0; at = bytes.indexOf(BRACE_AND_END, at + 2)) lines++;
    this.#isAfterBrace = bytes.at(-1) === BRACE;
    return lines;
  }

  #answered(events: number): void {
    const nowMs = this.#options.clock();
    this.unanswered -= events;
    this.answered += events;
    for (let left = events; left > 0;) {
      const first = this.#waiting[0];
      if (first === undefined) return this.#fail("it answered more events than were sent");
      const { dueMs, answered, sentMs } = first;
      const taken = Math.min(left, dueMs.length - answered);
      this.#options.recorder.record(dueMs.subarray(answered, answered + taken), taken, sentMs, nowMs);
      first.answered += taken;
      left -= taken;
      if (first.answered === dueMs.length) this.#waiting.shift();
    }
  }

  #fail(what: string): void {
    this.#options.onFault(new RingfenceError("invariant", `the server at port ${this.#options.port}: ${what}`));
  }
}

function headOf(type: string, length: string): string {
  return `POST ${SCREEN_PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: ${type}\r\n${length}\r\n\r\n`;
}

const MAX_HEAD_BYTES = 4096;
const [LINE_END, BRACE] = [10, 125];
const BRACE_AND_END = Buffer.from("}\n");
