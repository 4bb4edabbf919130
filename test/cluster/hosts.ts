/** Hosts for tests, with Debian's sshd on loopback: each has a name, process numbers and a port of its own. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { userInfo } from "node:os";
import { freePorts, whyWithout } from "../gateway/debian.ts";

/** Null where hosts can be had, perhaps since now; else why not. */
export function lackOfHosts(): string | null {
  if (userInfo().uid !== 0) return "only root can give a host a name of its own";
  return whyWithout({ sshd: "openssh-server", ssh: "openssh-client", parallel: "parallel", unshare: "util-linux" });
}

export interface Hosts {
  /** What GNU parallel needs to find them. */
  readonly variables: Readonly<Record<string, string>>;
  /** It is gone, with all that runs on it. */
  readonly kill: (name: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** `folder`: for keys and settings. */
export async function startHosts(folder: string, names: readonly string[]): Promise<Hosts> {
  const at = (name: string): string => join(folder, name);
  // Where sshd wants a folder that nobody can write to.
  mkdirSync("/run/sshd", { recursive: true });
  for (const key of ["host", "user"]) execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", at(key)]);
  const ports = await freePorts(names.length);
  const running = new Map<string, ChildProcess>();
  const settings = ["IdentitiesOnly yes", "StrictHostKeyChecking accept-new", "LogLevel ERROR"];
  const keys = [`IdentityFile "${at("user")}"`, `UserKnownHostsFile "${at("known")}"`];
  const lines = names.flatMap((name, i) => [`Host ${name}`, "HostName 127.0.0.1", `Port ${ports[i]}`]);
  writeFileSync(at("config"), [...lines, "Host *", ...settings, ...keys, ""].join("\n"));
  const ssh = ["ssh", "-F", at("config")] as const;
  for (const [i, name] of names.entries()) {
    const stated = [`Port ${ports[i]}`, "ListenAddress 127.0.0.1", `HostKey "${at("host")}"`, "PidFile none"];
    const login = [
      `AuthorizedKeysFile "${at("user.pub")}"`,
      "StrictModes no",
      "UsePAM no",
      "PasswordAuthentication no",
    ];
    writeFileSync(at(`${name}.conf`), [...stated, ...login, ""].join("\n"));
    const log = openSync(at(`${name}.log`), "a");
    const own = ["--uts", "--pid", "--fork", "--kill-child", "--mount-proc"];
    const begin = 'hostname "$0" && exec /usr/sbin/sshd -D -e -f "$1"';
    const words = [...own, "sh", "-c", begin, name, at(`${name}.conf`)];
    running.set(name, spawn("unshare", words, { stdio: ["ignore", log, log] }));
  }
  for (const name of names) await answer(ssh, name);
  const kill = async (name: string): Promise<void> => {
    const host = running.get(name)!;
    running.delete(name);
    const ended = new Promise((resolve) => host.on("exit", resolve));
    host.kill("SIGKILL");
    await ended;
  };
  return {
    variables: { PARALLEL_SSH: ssh.join(" ") },
    kill,
    stop: async () => void (await Promise.all([...running.keys()].map(kill))),
  };
}

async function answer([program, ...words]: readonly [string, ...string[]], name: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      execFileSync(program, [...words, name, "true"], { stdio: "pipe", timeout: 10_000 });
      return;
    } catch (error) {
      if (tries > 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
