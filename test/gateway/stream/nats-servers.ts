/** Servers of NATS for tests: on free ports of loopback, in a folder that they leave. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePorts, pathOf } from "../debian.ts";

export interface NatsOptions {
  /** Of a server, more of its file. */
  readonly more?: string;
}

export class NatsServers {
  readonly #folder: string;
  readonly #options: NatsOptions;
  readonly ports: number[] = [];
  readonly #routes: number[] = [];
  readonly #running: (ChildProcess | null)[] = [];

  private constructor(folder: string, options: NatsOptions) {
    this.#folder = folder;
    this.#options = options;
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
    return this.ports.map((port) => `nats://127.0.0.1:${port}`).join(",");
  }

  async startOne(at: number): Promise<void> {
    const routes = this.#routes.map((port) => `nats://127.0.0.1:${port}`).join(", ");
    const cluster = `cluster { name: test, listen: "127.0.0.1:${this.#routes[at]}", routes: [${routes}] }`;
    const store = join(this.#folder, `store-${at}`);
    const config = `
      server_name: s${at}
      listen: "127.0.0.1:${this.ports[at]}"
      jetstream { store_dir: "${store}" }
      ${this.ports.length > 1 ? cluster : ""}
      ${this.#options.more ?? ""}
    `;
    const file = join(this.#folder, `s${at}.conf`);
    writeFileSync(file, config);
    const child = spawn(pathOf("nats-server")!, ["-c", file, "-l", join(this.#folder, `s${at}.log`)], {
      stdio: "ignore",
    });
    this.#running[at] = child;
    for (let tries = 0; !(await isOpen(this.ports[at]!)); tries++) {
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

  /** Ends them all, and removes what they stored. */
  async end(): Promise<void> {
    for (const at of this.ports.keys()) await this.kill(at);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
