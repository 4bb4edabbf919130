import { spawnSync } from "node:child_process";
import fs, {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { packageVersion } from "../../src/core/version.ts";
import { nextScript, taskScript } from "../../src/cli/study/job-script.ts";
import { statedStudy } from "../../src/cli/study/study.ts";
import { submit as submitStudy } from "../../src/cli/study/submit.ts";
import { statusSchema, studyStatus } from "../../src/study/status.ts";
import { newFolder } from "../new-folder.ts";
import { settings } from "./command-line.ts";
import { inProcess } from "./in-process.ts";

vi.setConfig({ testTimeout: 120_000 });

const folder = newFolder("submit");
const TINY = [...settings("population.subscribers=300", "gangs.count=4", "templates.initial=20"), "--hours", "3"];
const SWEEP = ["smoke", "--over", "warnings.low=0.5,0.95", ...TINY];
const submit = (...words: readonly string[]) => inProcess(["study", "submit", ...words], { cwd: folder });

/** What a shell makes of each word of a script's command, of which the first is put in place of the program. */
function wordsOf(script: string, program: string): string[] {
  const echo = "printf '%s\\0'";
  const commands = script.replaceAll(program, echo).replace(/scontrol.*/, "");
  const { stdout } = spawnSync("bash", ["-c", commands], { encoding: "utf8" });
  return stdout.split("\0").slice(0, -1);
}

/** A program of that name that is found first, and writes down what it was asked. */
function stand(name: string, body: string): string {
  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  const asked = join(folder, `${name}.asked`);
  writeFileSync(join(bin, name), `#!/bin/bash\nprintf '%s\\n' "$PWD" "$@" >>'${asked}'\n${body}\n`);
  chmodSync(join(bin, name), 0o755);
  const { PATH } = process.env;
  process.env["PATH"] = `${bin}:${PATH}`;
  onTestFinished(() => void (process.env["PATH"] = PATH));
  return asked;
}

describe("scripts", () => {
  const hostile = [
    "a b",
    "it's",
    "$(touch pwned)",
    "`id`",
    "x;y&z|w",
    "*",
    "-n",
    "多字",
    'say "hi"\\',
    "two\nlines",
    "~",
  ];
  const script = {
    name: "ringfence-sweep",
    cores: 2,
    folder: "/",
    variables: { STAGES: "it's $HOME" },
    words: ["PROGRAM", ...hostile],
  };

  test.each([taskScript(script, 3), nextScript(script).replace("exec ", "")])("hand every word on as it is", (text) => {
    expect(wordsOf(text, "PROGRAM")).toEqual(hostile);
    // Nothing from outside stands in a directive.
    expect(text.match(/^#SBATCH .*$/gm)!.join("\n")).not.toMatch(/touch|it's/);
    expect(text).toContain("export STAGES='it'\\''s $HOME'");
  });

  test("hand a warning on, wait for what it leads to, and ask to be begun anew where there is more to do", () => {
    const said = join(folder, "said");
    mkdirSync(join(folder, "bin"), { recursive: true });
    writeFileSync(join(folder, "bin", "scontrol"), `#!/bin/bash\necho "$@" >>'${said}'\n`, { mode: 0o755 });
    const program = [
      "bash",
      "-c",
      "trap 'sleep 0.2; exit 130' USR2; sleep 0.3; kill -USR1 $PPID; for i in {1..100}; do sleep 0.05; done",
    ];
    const text = taskScript({ ...script, folder, words: program }, 1);
    const variables = {
      PATH: `${join(folder, "bin")}:${process.env["PATH"]}`,
      SLURM_ARRAY_JOB_ID: "7",
      SLURM_ARRAY_TASK_ID: "2",
    };
    const { status } = spawnSync("bash", ["-c", text], { env: variables });
    expect([status, readFileSync(said, "utf8")]).toEqual([130, "requeue 7_2\n"]);
    // Who ends well has left nothing for tasks that still wait.
    writeFileSync(join(folder, "bin", "scancel"), `#!/bin/bash\necho "$@" >>'${said}'\n`, { mode: 0o755 });
    const ends = (code: string) =>
      spawnSync("bash", ["-c", taskScript({ ...script, folder, words: ["bash", "-c", `exit ${code}`] }, 1)], {
        env: variables,
      }).status;
    expect([ends("0"), ends("4")]).toEqual([0, 4]);
    expect(readFileSync(said, "utf8")).toBe("requeue 7_2\n--state=PENDING 7\n");
  });
});

describe("submit", () => {
  test("prints the script of a task, and does nothing more, when it is asked to", async () => {
    const words = ["sweep", ...SWEEP, "--seeds", "1-10", "--out", "dry", "--slurm", "--dry-run"];
    const { code, stdout } = await submit(
      ...words,
      "--cores",
      "2",
      "--time",
      "2:00:00",
      "--memory",
      "4G",
      "--partition",
      "main",
    );
    expect(code).toBe(0);
    const asked = [
      "--partition=main",
      "--time=2:00:00",
      "--mem=4G",
      "--cpus-per-task=2",
      "--array=1-3",
      "--signal=B:USR1@90",
    ];
    for (const option of asked) expect(stdout).toContain(`#SBATCH ${option}\n`);
    expect(stdout).toContain(`--resume ${join(folder, "dry")} --share --round --workers=2`);
    expect((await submit(...words, "--pack", "20")).stdout).toContain("--array=1-1\n");
    expect((await submit(...words, "--pack", "1", "--tasks", "7")).stdout).toContain("--array=1-7\n");
    expect(existsSync(join(folder, "dry"))).toBe(false);
  });

  test.each<[readonly string[], RegExp]>([
    [["--out", "x"], /--slurm or --parallel/],
    [["--out", "x", "--slurm", "--parallel"], /--slurm or --parallel/],
    [["--slurm"], /submit needs --out DIR/],
    [["--out", "x", "--slurm", "--hosts", "a"], /--hosts goes with --parallel/],
    [["--out", "x", "--parallel", "--hosts", "-oProxyCommand=id"], /names of hosts/],
    [["--out", "x", "--slurm", "--partition", "a\n#SBATCH --x"], /name of a partition/],
    [["--out", "x", "--slurm", "--time", "soon"], /minutes/],
    [["--out", "x", "--slurm", "--memory", "much"], /a size as 4G/],
    [["--out", "x", "--slurm", "--sbatch", "script.sh"], /a long option/],
    [["--out", "back\\slash", "--slurm"], /without backslashes/],
    [["--out", "br{}ace", "--parallel"], /braces and line breaks/],
  ])("refuses %j", async (words, message) => {
    stand("sbatch", "echo 1");
    const { code, stderr } = await submit("sweep", ...SWEEP, "--seeds", "1", ...words);
    expect([code, stderr.replace(/\s+/g, " ")]).toEqual([2, expect.stringMatching(message)]);
  });

  test("submits an array, and behind it what looks how far the study is, and which ends it", async () => {
    const asked = stand("sbatch", "echo '7;cluster'; echo 'sbatch: a word of warning' >&2");
    const words = ["--slurm", "--sbatch=--account=lab", "--time", "30", "--allow-modules"];
    const { code, stdout } = await submit("sweep", ...SWEEP, "--seeds", "1", "--out", "100%A it's", ...words);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^Round 1: 2 runs in 1 task, as job 7; job 7 looks/)]);
    const rounds = join(folder, "100%A it's", "rounds");
    const logs = `--output=${folder}/100%%A it's/rounds/1`;
    expect(readFileSync(asked, "utf8").split("\n").slice(0, -1)).toEqual([
      rounds,
      "--parsable",
      `${logs}-%a.log`,
      "--account=lab",
      "1.sh",
      rounds,
      "--parsable",
      "--dependency=afterany:7",
      `${logs}-next.log`,
      "--account=lab",
      "1-next.sh",
    ]);
    const next = readFileSync(join(rounds, "1-next.sh"), "utf8");
    expect(next).toMatch(
      /study submit sweep --resume .* --slurm --follow --time=30 .*--sbatch=--account=lab --tries=3 .*--allow-modules\n$/,
    );
    // What lets modules run is no part of what is stated: who reads it elsewhere decides anew.
    expect(typeof statedStudy(join(folder, "100%A it's"))).toBe("object");
    // As its script would: nothing was run, so it tries again, and says in the end that nothing comes of it.
    const follow = ["sweep", "--resume", "100%A it's", ...words, "--follow"];
    expect((await submit(...follow)).stdout).toMatch(/^Round 2/);
    expect((await submit(...follow)).stdout).toMatch(/^Round 3/);
    const stuck = await submit(...follow);
    expect([stuck.code, stuck.stderr.replace(/\s+/g, " ")]).toEqual([
      4,
      expect.stringMatching(/3 rounds ended and no run came of them: see .*3-\*\.log/),
    ]);
    const run = await inProcess(
      ["study", "sweep", "--resume", "100%A it's", "--share", "--round", "--quiet", "--workers=1"],
      { cwd: folder },
    );
    expect([run.code, run.stdout]).toEqual([0, expect.stringContaining("computed 2")]);
    const done = await submit(...follow);
    expect([done.code, done.stdout]).toEqual([0, expect.stringContaining("computed 0, reused 2")]);
    const status = await inProcess(["study", "status", "100%A it's"], { cwd: folder });
    expect(status.stdout).toMatch(/Runs +2 of 2 done, 0 running, 0 failed\nLeft +nothing: the results are written/);
  });

  test("refuses a second array beside one that runs, names it, and says what to do", async () => {
    stand("sbatch", "[ -e next ] && echo 8 || { touch next; echo 7; }");
    const words = ["sweep", ...SWEEP, "--seeds", "1", "--out", "beside", "--slurm"];
    expect((await submit(...words)).code).toBe(0);
    const asked = stand("squeue", "echo '7_[2-3] PENDING'; echo '7_1 RUNNING'; echo '8 PENDING'");
    const second = await submit(...words);
    const said = new RegExp(
      "round 1 of sweep in .*beside still runs, as job 7: 7_\\[2-3\\] PENDING, 7_1 RUNNING, 8 PENDING. Nothing was " +
        "submitted: .* study status .*beside. For more tasks at once: cd .*rounds && sbatch 1.sh. .*: scancel 7 8, then",
    );
    expect([second.code, second.stderr.replace(/\s+/g, " ")]).toEqual([2, expect.stringMatching(said)]);
    expect(readFileSync(asked, "utf8")).toContain("\n-j\n7,8\n");
    expect(readdirSync(join(folder, "beside", "rounds")).filter((name) => name.endsWith(".json"))).toEqual(["1.json"]);
    // Another study shares the runs, and the job behind the array goes on.
    const other = await submit("sweep", "--resume", "beside", "--slurm", "--follow");
    expect([other.code, other.stdout]).toEqual([0, expect.stringMatching(/^Round 2/)]);
    expect((await submit("ablate", "smoke", ...TINY, "--seeds", "1", "--out", "beside", "--slurm")).code).toBe(0);
    stand("squeue", "echo 'slurm_load_jobs error: Invalid job id specified' >&2; exit 1");
    expect((await submit(...words)).stdout).toMatch(/^Round 4/);
  });

  test("of two that begin at once submits one", async () => {
    stand("sbatch", "until [ -e go ]; do sleep 0.05; done; case $* in *next*) echo 8;; *) echo 7;; esac");
    stand("squeue", "echo '7_1 RUNNING'");
    const directory = join(folder, "at once");
    mkdirSync(directory);
    const result = { most: 2, missing: 2, computed: 0, reused: 0, failures: [], document: null, directory, files: [] };
    const options = { slurm: true, cores: 1, tasks: 1, tries: 3, stale: 120, page: false, sbatch: [] };
    const begin = (until?: Promise<unknown>) => {
      const look = () => Promise.resolve(until).then(() => ({ ...result, table: { columns: [], rows: [] } }));
      return submitStudy({ verb: "sweep", directory, look }, options).catch(String);
    };
    const first = begin();
    const third = begin(first);
    const rounds = join(directory, "rounds");
    await expect.poll(() => existsSync(join(rounds, "1.sh"))).toBe(true);
    expect(await begin()).toMatch(`process ${process.pid} has the rounds of sweep`);
    writeFileSync(join(rounds, "go"), "");
    expect([await first, await third]).toEqual([null, expect.stringContaining("round 1 of sweep")]);
    expect([readdirSync(directory), readdirSync(rounds).filter((name) => name.endsWith(".json"))]).toEqual([
      ["rounds"],
      ["1.json"],
    ]);
  });

  test("says what went wrong where sbatch refuses, or is not there", async () => {
    stand("sbatch", "echo 'sbatch: error: first' >&2; echo 'sbatch: invalid partition' >&2; exit 1");
    const words = ["sweep", ...SWEEP, "--seeds", "1", "--slurm", "--out"];
    for (let tries = 0; tries < 2; tries++) {
      const refused = await submit(...words, "refused");
      const said = /did not take .*1\.sh: first; invalid partition. .*sinfo -o .* give the command again/;
      expect([refused.code, refused.stderr.replace(/\s+/g, " ").replace("2.sh", "1.sh")]).toEqual([
        7,
        expect.stringMatching(said),
      ]);
    }
    stand(
      "sbatch",
      "case $* in *next.sh) echo 'sbatch: error: QOSMaxSubmitJobPerUserLimit' >&2; exit 1;; esac; echo 7",
    );
    const cancelled = stand("scancel", "");
    const half = await submit(...words, "half");
    expect([half.code, half.stderr]).toEqual([7, expect.stringContaining("QOSMaxSubmitJobPerUserLimit")]);
    expect(readFileSync(cancelled, "utf8")).toMatch(/rounds\n7\n$/);
    const other = await submit("sweep", ...SWEEP, "--seeds", "1-2", "--slurm", "--out", "refused");
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining("refused holds another study")]);
    process.env["PATH"] = join(folder, "nothing");
    const missing = await submit(...words, "missing");
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringMatching(/no sbatch on the\s+PATH/)]);
  });

  test("names the host that did nothing, what ssh said, and what to try there", async () => {
    const rows = ["1\tn1\t0\t0\t0\t0\t255\t0\tx", "2\tme@n2\t0\t0\t0\t0\t127\t0\tx", "3\tn3\t0\t0\t0\t0\t0\t0\tx"];
    // Told once, however many tasks a host was given.
    for (const task of [4, 5]) rows.push(`${task}\tme@n2\t0\t0\t0\t0\t127\t0\tx`);
    const log = 'for word in "$@"; do case $word in --joblog=*) log=${word#*=};; esac; done';
    const said =
      "printf '1\\tssh: Could not resolve\\r\\n1\\t hostname \\e[2Jn1\\nparallel: a word\\n3\\twarned\\n' >&2";
    stand("parallel", `${log}; { echo Seq; echo '${rows.join("\n")}'; } >"$log"; ${said}; exit 2`);
    const words = ["sweep", ...SWEEP, "--seeds", "1", "--out", "far", "--parallel", "--tries", "1"];
    const { code, stderr } = await submit(...words, "--hosts", "n1,me@n2,n3");
    const text = stderr.replace(/\s+/g, " ");
    expect([code, stderr.includes("\u001b"), text.match(/Note: /g)]).toEqual([
      4,
      false,
      ["Note: ", "Note: ", "Note: "],
    ]);
    expect(text).toMatch(
      /host n1: task 1 ended with 255; it said: ssh: Could not resolve hostname .*n1 Try there: ssh n1 true/,
    );
    expect(text).toMatch(
      /host me@n2: task 2 ended with 127; see .*far\/rounds\/1-2.log Try there: ssh me@n2 ls .*far\/rounds/,
    );
    expect(text).toContain("host me@n2: 2 more tasks ended in this way");
    expect(text).toContain("far --parallel --hosts n1,me@n2,n3");
    expect(text).toContain("parallel: a word");
  });

  test("runs by GNU parallel until all is there", async () => {
    // In its place: the first task of each round, as a process would run it.
    const asked = stand("parallel", "exit 1");
    const { code, stderr } = await submit(
      "sweep",
      ...SWEEP,
      "--seeds",
      "1",
      "--out",
      "by-parallel",
      "--parallel",
      "--tries",
      "2",
      "--hosts",
      "2/n1,:",
    );
    expect([code, stderr.replace(/\s+/g, " ")]).toEqual([
      4,
      expect.stringMatching(/round 2: 2 runs in 2 tasks .*2 rounds ended/),
    ]);
    const words = readFileSync(asked, "utf8");
    expect(words).toContain("--sshlogin=2/n1,:\n");
    const rounds = join(folder, "by-parallel/rounds");
    expect(words).toContain(`RINGFENCE_TASK=parallel-1_{#} exec bash ${rounds}/1.sh >'${rounds}/1-{#}.log' 2>&1`);
  });
});

test("status tells of tasks which wait, start, work and what they do there", async () => {
  const directory = join(folder, "tasks");
  stand("sbatch", "[ -e next ] && echo 8 || { touch next; echo 7; }");
  await submit("sweep", ...SWEEP, "--seeds", "1-4", "--pack", "1", "--out", "tasks", "--slurm");
  const text = async () => (await inProcess(["study", "status", "tasks"], { cwd: folder })).stdout;
  expect(await text()).toMatch(/0 of 8 done, .*\nTasks +sweep, round 1, job 7: 8 not begun\nLeft +cannot be told yet/);
  mkdirSync(join(directory, "processes"));
  const rounds = join(directory, "rounds");
  for (let task = 1; task <= 7; task++) writeFileSync(join(rounds, `1-${task}.log`), "");
  const old = new Date(Date.now() - 150_000);
  utimesSync(join(rounds, "1-7.log"), old, old);
  const doing = [["looking"], ["waiting"], ["writing"], ["looking", true], ["waiting", false, 1]] as const;
  for (const [at, [does, ended = false, runs = 0]] of doing.entries()) {
    const stated = {
      version: packageVersion(),
      verb: "sweep",
      node: "n1",
      pid: 1,
      where: "elsewhere",
      birth: null,
      restart: 0,
      begun: "",
      beat: 1,
    };
    const counts = { most: 8, lanes: 1, done: 0, failed: 0, seconds: 0, coreSeconds: 0, doing: does, ended };
    const running = Array.from({ length: runs }, () => ({ variant: "v", seed: 1, seconds: 1 }));
    const note = { ...stated, ...counts, job: `7_${at + 1}`, running };
    writeFileSync(join(directory, "processes", `${at + 1}.json`), JSON.stringify(note));
  }
  const said = await text();
  expect(said).toMatch(/Runs +0 of 8 done, 1 running/);
  expect(said).toMatch(
    /Processes +4 at work: 1 with runs, 1 looking for runs, 1 waiting for runs of others, 1 writing results\n/,
  );
  expect(said.replace(/\s+/g, " ")).toContain(
    "job 7: 1 not begun, 1 starting, 4 at work, 1 ended, 1 lost (see its log in rounds/) Left",
  );
  // What looks behind the array has begun: whatever never did never will.
  writeFileSync(join(rounds, "1-next.log"), "");
  expect(await text()).not.toContain("Tasks");
});

test("status tells what runs, what is lost and what failed, by node, and is what its schema says", async () => {
  await inProcess(["study", "sweep", ...SWEEP, "--seeds", "1", "--out", "status", "--quiet", "--workers", "1"], {
    cwd: folder,
  });
  const directory = join(folder, "status");
  const own = readdirSync(join(directory, "processes"));
  expect(own).toContain("1.json");
  const note = JSON.parse(readFileSync(join(directory, "processes/1.json"), "utf8")) as object;
  const running = [{ variant: "evil \u001b[2J", seed: 9, seconds: 3 }];
  const alive = {
    ...note,
    node: "n2",
    pid: 1,
    where: "elsewhere",
    ended: false,
    most: 6,
    running,
    done: 0,
    seconds: 0,
  };
  writeFileSync(join(directory, "processes/2.json"), JSON.stringify(alive));
  writeFileSync(
    join(directory, "processes/3.json"),
    JSON.stringify({ ...alive, pid: 2 ** 22 + 1, where: (note as { where: string }).where }),
  );
  const { stdout } = await inProcess(["study", "status", "status", "--json"], { cwd: folder });
  const status = statusSchema.parse(JSON.parse(stdout));
  expect(status.runs).toEqual({ total: 6, done: 2, running: 1, failed: 0 });
  expect(status.nodes.map(({ node, working, lost, ended }) => [node, working, lost, ended])).toContainEqual([
    "n2",
    1,
    1,
    0,
  ]);
  expect(stdout).not.toContain("\u001b");
  const none = await inProcess(["study", "status", "."], { cwd: folder });
  expect([none.code, none.stderr]).toEqual([2, expect.stringMatching(/expected the directory of a study.*name what/)]);
  const inside = await inProcess(["study", "status", join(directory, "processes")], { cwd: folder });
  expect(inside.stderr.replace(/\s+/g, " ")).toContain(`holds no study: the study is in ${directory}`);
});

test("status names notes that it cannot read, other versions, lines that were altered, and a file system at fault", async () => {
  const status = (directory = "faults") => inProcess(["study", "status", directory], { cwd: folder });
  const words = ["study", "sweep", ...SWEEP, "--seeds", "1", "--out", "faults", "--no-page", "--quiet"];
  await inProcess([...words, "--workers", "1"], { cwd: folder });
  const directory = join(folder, "faults");
  const notes = join(directory, "processes");
  const whole = readFileSync(join(notes, "1.json"), "utf8");
  writeFileSync(join(notes, "2.json"), whole.slice(0, 80));
  writeFileSync(join(notes, "3.json"), '{"version":"99.0.0","other":"form"}');
  writeFileSync(join(notes, "4.json"), whole.replace(packageVersion(), "99.0.0"));
  writeFileSync(join(notes, "5.json"), "");
  writeFileSync(join(notes, "6.json"), "");
  const old = new Date(Date.now() - 60_000);
  utimesSync(join(notes, "6.json"), old, old);
  const cells = join(directory, "cells-1.jsonl");
  writeFileSync(cells, readFileSync(cells, "utf8").replace(/"seed":1/, '"seed":7'));
  const said = (await status()).stdout.replace(/\s+/g, " ");
  expect(said.match(/Note /g)).toHaveLength(4);
  expect(said).toContain("processes/2.json is empty, half written or damaged");
  expect(said).toContain(`a process of Ringfence 99.0.0 was here, and this is ${packageVersion()}`);
  expect(said).toContain("processes/6.json is empty");
  expect(said).toContain("count as missing, and are made again: 1");
  const clock = vi.spyOn(performance, "now");
  let calls = 0;
  clock.mockImplementation(() => 6_000 * calls++);
  expect(studyStatus(directory).warnings.at(-1)).toEqual({ kind: "slow", of: "6" });
  clock.mockRestore();
  symlinkSync("circle", join(folder, "circle"));
  const circle = await status("circle");
  expect([circle.code, circle.stderr]).toEqual([7, expect.stringMatching(/cannot read circle: its links lead/)]);
  // A server of files that forgot the directory meanwhile, and one that is slow.
  const { readdirSync: real } = fs;
  onTestFinished(() => {
    fs.readdirSync = real;
    syncBuiltinESMExports();
  });
  fs.readdirSync = (() => {
    throw Object.assign(new Error("ESTALE: stale file handle, scandir"), { code: "ESTALE" });
  }) as typeof real;
  syncBuiltinESMExports();
  const stale = await status();
  const why = /cannot read faults: the server of files has lost it: mount it anew, .* \(ESTALE\)/;
  expect([stale.code, stale.stderr.replace(/\s+/g, " ")]).toEqual([7, expect.stringMatching(why)]);
});
