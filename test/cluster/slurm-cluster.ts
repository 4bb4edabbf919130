/** Debian's Slurm for tests: a controller and two nodes on loopback, on free ports, in a folder of their own. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import { freePorts, whyWithout } from "../gateway/debian.ts";

/** Null where all is there, perhaps since now; else why not. */
export function lackOfSlurm(): string | null {
  return whyWithout({ slurmctld: "slurm-wlm", slurmd: "slurm-wlm", munged: "munge", parallel: "parallel" });
}

export interface Cluster {
  /** What a command of Slurm needs. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs a command of Slurm, and returns what it printed. */
  readonly slurm: (command: string, ...words: readonly string[]) => string;
  readonly stop: () => Promise<void>;
}

const NODES = ["n1", "n2"] as const;

/** Two nodes of `cpus` each. As root: the daemons run as whoever starts them. */
export async function startCluster(cpus: number): Promise<Cluster> {
  // Everybody may go there: munged takes no other place for its socket.
  const folder = join("/tmp", `rf-slurm-${randomBytes(3).toString("hex")}`);
  for (const name of ["", "munge", "state", "spool", "log"]) mkdirSync(join(folder, name), { mode: 0o755 });
  const at = (...names: readonly string[]): string => join(folder, ...names);
  const [controllerPort, ...nodePorts] = await freePorts(1 + NODES.length);
  writeFileSync(at("munge.key"), randomBytes(1024), { mode: 0o400 });
  const user = userInfo().username;
  const lines = [
    "ClusterName=loop",
    `SlurmctldHost=${hostname()}(127.0.0.1)`,
    `SlurmUser=${user}`,
    `SlurmdUser=${user}`,
    "AuthType=auth/munge",
    `AuthInfo=socket=${at("munge/munge.sock")}`,
    "CredType=cred/munge",
    `PluginDir=${pluginFolder()}`,
    `StateSaveLocation=${at("state")}`,
    `SlurmdSpoolDir=${at("spool")}/%n`,
    `SlurmctldPidFile=${at("slurmctld.pid")}`,
    `SlurmdPidFile=${at("slurmd")}-%n.pid`,
    `SlurmctldPort=${controllerPort}`,
    "ProctrackType=proctrack/linuxproc",
    "TaskPlugin=task/none",
    "SelectType=select/cons_tres",
    "SelectTypeParameters=CR_CPU",
    "SchedulerType=sched/backfill",
    "SchedulerParameters=sched_interval=2,bf_interval=2,requeue_setup_env_fail",
    "MpiDefault=none",
    "JobAcctGatherType=jobacct_gather/none",
    "AccountingStorageType=accounting_storage/none",
    "ReturnToService=2",
    "SlurmdTimeout=10",
    "KillWait=10",
    "UnkillableStepTimeout=15",
    ...NODES.map(
      (name, i) =>
        `NodeName=${name} NodeHostname=${hostname()} NodeAddr=127.0.0.1 Port=${nodePorts[i]} CPUs=${cpus} RealMemory=1000 State=UNKNOWN`,
    ),
    "PartitionName=main Nodes=ALL Default=YES MaxTime=60 State=UP",
  ];
  writeFileSync(at("slurm.conf"), `${lines.join("\n")}\n`);
  writeFileSync(at("cgroup.conf"), "CgroupPlugin=disabled\n");
  const env = { SLURM_CONF: at("slurm.conf") };
  const daemons = new Map<string, ChildProcess>();
  const start = (name: string, program: string, ...words: readonly string[]): void => {
    const log = openSync(at("log", `${name}.log`), "a");
    daemons.set(name, spawn(program, words, { env: { ...process.env, ...env }, stdio: ["ignore", log, log] }));
  };
  const slurm: Cluster["slurm"] = (command, ...words) =>
    execFileSync(command, words, { env: { ...process.env, ...env }, encoding: "utf8", timeout: 30_000 });
  const until = async (what: string, isSo: () => boolean): Promise<void> => {
    for (let tries = 0; !isSo(); tries++) {
      if (tries > 300) throw new Error(`${what} did not come up: see ${at("log")}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  };
  const answers =
    (command: string, pattern: RegExp, ...words: readonly string[]) =>
    (): boolean => {
      try {
        return pattern.test(slurm(command, ...words));
      } catch {
        return false;
      }
    };
  start(
    "munged",
    "/usr/sbin/munged",
    "--foreground",
    "--num-threads=2",
    ...[
      "key-file=munge.key",
      "socket=munge/munge.sock",
      "pid-file=munged.pid",
      "seed-file=munge.seed",
      "log-file=log/munge.log",
    ].map((option) => `--${option.replace("=", `=${folder}/`)}`),
  );
  await until("munged", () => existsSync(at("munge/munge.sock")));
  start("slurmctld", "/usr/sbin/slurmctld", "-D");
  await until("slurmctld", answers("scontrol", /UP/, "ping"));
  for (const name of NODES) {
    start(name, "/usr/sbin/slurmd", "-D", "-N", name);
    await until(name, answers("sinfo", /^(?:idle|mix|alloc)/, "-h", "-n", name, "-o", "%t"));
  }
  return {
    env,
    slurm,
    stop: async () => {
      for (const daemon of daemons.values()) daemon.kill("SIGKILL");
      for (const pid of processesWith(`SLURM_CONF=${env.SLURM_CONF}`)) kill(pid);
      await new Promise((resolve) => setTimeout(resolve, 500));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}

/** By their environment: daemons of Slurm let go of what they start. Never this one. */
function processesWith(...variables: readonly string[]): number[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) return [];
    try {
      const stated = readFileSync(`/proc/${name}/environ`, "utf8").split("\0");
      return variables.every((variable) => stated.includes(variable)) ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}

function pluginFolder(): string {
  const folders = readdirSync("/usr/lib").map((name) => join("/usr/lib", name, "slurm-wlm"));
  return folders.find((folder) => existsSync(folder))!;
}
