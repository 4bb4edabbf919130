/** Servers of NATS of one's own: on free ports of loopback, or on nodes of their own, in a folder that they leave. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export interface NatsOptions {
  /** Of a server, more of its file. */
  readonly more?: string;
  /** Of each server its node; left out: all are on loopback. */
  readonly nodes?: readonly Node[];
  /** Most of what a server may store, as its file has it. */
  readonly room?: string;
}

/** Where a server runs: its address, and what starts a program there. */
export interface Node {
  readonly address: string;
  readonly wrapper: readonly string[];
}

/** Where Debian has it, which is not in everybody's path. */
const PROGRAM = ["/usr/sbin/nats-server"].find(existsSync) ?? "nats-server";

const HERE: Node = { address: "127.0.0.1", wrapper: [] };

export class NatsServers {
  readonly #folder: string;
  /** What a server that starts from now on is told. */
  options: NatsOptions;
  readonly ports: number[] = [];
  readonly #routes: number[] = [];
  readonly #running: (ChildProcess | null)[] = [];

  private constructor(folder: string, options: NatsOptions) {
    this.#folder = folder;
    this.options = options;
  }

  static async start(folder: string, count: number, options: NatsOptions = {}): Promise<NatsServers> {
    const servers = new NatsServers(folder, options);
    mkdirSync(folder, { recursive: true });
    const ports = await freePorts(2 * count);
    servers.ports.push(...ports.slice(0, count));
    servers.#routes.push(...ports.slice(count));
    for (let at = 0; at < count; at++) await servers.startOne(at);
    return servers;
  }

  get url(): string {
    return this.ports.map((port, at) => `nats://${this.#node(at).address}:${port}`).join(",");
  }

  #node(at: number): Node {
    return this.options.nodes?.[at] ?? HERE;
  }

  async startOne(at: number): Promise<void> {
    const { address, wrapper } = this.#node(at);
    const routes = this.#routes.map((port, other) => `nats://${this.#node(other).address}:${port}`).join(", ");
    const cluster = `cluster { name: test, listen: "${address}:${this.#routes[at]}", routes: [${routes}] }`;
    const store = join(this.#folder, `store-${at}`);
    const config = `
      server_name: s${at}
      listen: "${address}:${this.ports[at]}"
      jetstream { store_dir: "${store}"${this.options.room === undefined ? "" : `, max_file_store: ${this.options.room}`} }
      ${this.ports.length > 1 ? cluster : ""}
      ${this.options.more ?? ""}
    `;
    const file = join(this.#folder, `s${at}.conf`);
    writeFileSync(file, config);
    const [program, ...words] = [...wrapper, PROGRAM, "-c", file, "-l", join(this.#folder, `s${at}.log`)];
    const child = spawn(program!, words, { stdio: "ignore" });
    this.#running[at] = child;
    for (let tries = 0; !(await isOpen(this.ports[at]!, address)); tries++) {
      if (tries > 200) throw new Error(`nats-server ${at} did not start: see ${this.#folder}`);
      await sleep(50);
    }
  }

  async kill(at: number, signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    const child = this.#running[at];
    if (child === null || child === undefined) return;
    this.#running[at] = null;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await ended;
  }

  get pids(): readonly number[] {
    return this.#running.flatMap((child) => child?.pid ?? []);
  }

  /** Ends them all, and removes what they stored. */
  async end(): Promise<void> {
    for (const at of this.ports.keys()) await this.kill(at);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function isOpen(port: number, address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, address);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

async function freePorts(count: number): Promise<number[]> {
  const held: Server[] = [];
  for (let at = 0; at < count; at++) {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    held.push(server);
  }
  const ports = held.map((server) => (server.address() as { port: number }).port);
  await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
