/** Programs of Debian that recipes are tried with: installed where they are missing and may be. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants, readFileSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { createSocket } from "node:dgram";
import { delimiter, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { onTestFinished } from "vitest";

/** Where Debian has programs that are not in everybody's path. */
const MORE_FOLDERS = ["/usr/sbin"];

/** Modules of Kamailio, which are found as programs are. */
const MODULES = ["x86_64", "aarch64"].map((machine) => `/usr/lib/${machine}-linux-gnu/kamailio/modules`);

/**
 * Null where all of these are there, perhaps since now; else why not, for whoever reads that a test was skipped. By
 * program, the package that has it.
 */
export function whyWithout(programs: Readonly<Record<string, string>>): string | null {
  const missing = (): string[] => Object.keys(programs).filter((name) => pathOf(name) === null);
  if (missing().length === 0) return null;
  const packages = [...new Set(missing().map((name) => programs[name]!))];
  if (pathOf("apt-get") === null) return `there is no apt-get to install ${packages.join(", ")} with`;
  const asRoot = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  const [command, ...words] = [...asRoot, "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"];
  // Nothing that is installed starts: tests start their own.
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  const apt = (...more: readonly string[]): string | null => {
    const { status, stderr } = spawnSync(command!, [...words, ...more], { env, encoding: "utf8", timeout: 240_000 });
    return status === 0 ? null : `apt-get ${more[0]} of ${packages.join(", ")}: ${(stderr ?? "").trim().slice(-200)}`;
  };
  const install = (): string | null => apt("install", "-y", "--no-install-recommends", ...packages);
  // Lists of packages may be old, or not there yet.
  const failed = install() === null ? null : (apt("update") ?? install());
  if (failed !== null) return failed;
  return missing().length === 0 ? null : `${missing().join(", ")} is not in ${packages.join(", ")}`;
}

export function pathOf(program: string): string | null {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), ...MORE_FOLDERS, ...MODULES];
  for (const folder of folders) {
    try {
      accessSync(join(folder, program), program.endsWith(".so") ? constants.R_OK : constants.X_OK);
      return join(folder, program);
    } catch {
      // Elsewhere, perhaps.
    }
  }
  return null;
}

/** A file of docs/recipes, with these in place of what it has. Each must be there: else a test would change nothing. */
export function recipe(name: string, changed: Readonly<Record<string, string>>): string {
  let text = readFileSync(new URL(`../../docs/recipes/${name}`, import.meta.url), "utf8");
  for (const [from, to] of Object.entries(changed)) {
    if (!text.includes(from)) throw new Error(`docs/recipes/${name} has no ${from}`);
    text = text.replaceAll(from, to);
  }
  return text;
}

/** Ports of loopback that were free a moment ago, for TCP and UDP. */
export async function freePorts(count: number): Promise<number[]> {
  const servers: Server[] = [];
  const ports: number[] = [];
  while (ports.length < count) {
    const server = createServer();
    servers.push(server);
    const port = await new Promise<number>((resolve) => {
      server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
    });
    if (await isFreeForUdp(port)) ports.push(port);
  }
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function isFreeForUdp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    socket.once("error", () => resolve(false));
    socket.bind(port, "127.0.0.1", () => socket.close(() => resolve(true)));
  });
}

/** Resolves once somebody listens on a port of loopback. */
export async function isOpen(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const socket = connect(port, "127.0.0.1");
    const opened = await once(socket, "connect").catch(() => null);
    socket.destroy();
    if (opened !== null) return;
    await wait(50);
  }
  throw new Error(`nobody listens on port ${port}`);
}

/** Starts a server, which ends with the test. Returns what it has said until now. */
export async function startServer(program: string, words: readonly string[], cwd: string): Promise<() => string> {
  const child = spawn(pathOf(program)!, words, { cwd, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  onTestFinished(async () => {
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await ended;
  });
  await wait(1500);
  if (child.exitCode !== null) throw new Error(said);
  return () => said;
}
