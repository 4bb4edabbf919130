/** Nodes of a network of their own on this machine: each a namespace, which can be cut off from all others. */
import { spawnSync } from "node:child_process";
import { pathOf } from "../debian.ts";
import type { Node } from "../../../bench/research/streams/nats-servers.ts";

/** Null where namespaces can be made; else why not, for whoever reads that a test was skipped. */
export function whyWithoutNamespaces(): string | null {
  if (pathOf("ip") === null) return "there is no command ip (package iproute2)";
  const name = `rf-try-${process.pid}`;
  const { status, stderr } = ip("netns", "add", name);
  if (status !== 0) return `this user may make no network namespace: ${stderr.trim()}`;
  ip("netns", "delete", name);
  return null;
}

export class Namespaces {
  readonly nodes: readonly Node[];
  readonly #id = process.pid % 60_000;

  /** Each has an address of 10.x.y.0/24; this machine reaches all of them, and they each other, over a bridge. */
  constructor(count: number) {
    const net = `10.${210 + ((this.#id >> 8) % 40)}.${this.#id & 255}`;
    must("link", "add", this.#bridge, "type", "bridge");
    must("address", "add", `${net}.254/24`, "dev", this.#bridge);
    must("link", "set", this.#bridge, "up");
    this.nodes = Array.from({ length: count }, (_, at) => {
      const [name, cable] = [this.#name(at), this.#cable(at)];
      must("netns", "add", name);
      must("link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", name);
      must("link", "set", cable, "master", this.#bridge, "up");
      const within = (...words: readonly string[]): void => must("-netns", name, ...words);
      within("address", "add", `${net}.${at + 1}/24`, "dev", "eth0");
      within("link", "set", "eth0", "up");
      within("link", "set", "lo", "up");
      return { address: `${net}.${at + 1}`, wrapper: ["ip", "netns", "exec", name] };
    });
  }

  /** Nothing goes to a node or comes from it, as when a cable is pulled: nobody is told. */
  cut(at: number): void {
    must("link", "set", this.#cable(at), "down");
  }

  mend(at: number): void {
    must("link", "set", this.#cable(at), "up");
  }

  remove(): void {
    for (const at of this.nodes.keys()) {
      // A connection that nobody closed keeps a namespace for a while, but no cable.
      ip("link", "delete", this.#cable(at));
      ip("netns", "delete", this.#name(at));
    }
    ip("link", "delete", this.#bridge);
  }

  get #bridge(): string {
    return `rf-b${this.#id}`;
  }

  #name(at: number): string {
    return `rf-n${this.#id}-${at}`;
  }

  #cable(at: number): string {
    return `rf-c${this.#id}-${at}`;
  }
}

function must(...words: readonly string[]): void {
  const { status, stderr } = ip(...words);
  if (status !== 0) throw new Error(`ip ${words.join(" ")}: ${stderr}`);
}

function ip(...words: readonly string[]) {
  return spawnSync("ip", words, { encoding: "utf8" });
}
