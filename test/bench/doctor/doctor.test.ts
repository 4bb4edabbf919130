import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { judge } from "../../../bench/compare/judge.ts";
import { diagnose, isCrowded } from "../../../bench/doctor/diagnosis.ts";
import { examine } from "../../../bench/doctor/doctor.ts";
import { type DoctorDocument, type Figures, doctorSchema } from "../../../bench/doctor/document.ts";
import { smallestChange } from "../../../bench/doctor/noise.ts";
import { renderDoctor } from "../../../bench/doctor/render.ts";
import { readControlGroup } from "../../../src/core/control-group.ts";
import { lognormal } from "../../../src/core/distributions.ts";
import { RandomStream } from "../../../src/core/random.ts";
import type { Environment } from "../../../bench/harness/environment.ts";
import { mostOthers } from "../../../bench/harness/other-work.ts";

let found: DoctorDocument;

beforeAll(async () => {
  found = await examine("quick");
});

/** What is said of a machine without faults, but for some. */
function diagnosisOf(environment: Partial<Environment>, figures: Partial<Figures> = {}) {
  const overshoot = { median: 60, worst: 100 };
  const faultless: Figures = {
    ...found.figures,
    memoryMiB: 8192,
    timers: { stepUs: 0.1, sleepOvershootUs: overshoot, timeoutOvershootUs: overshoot },
    generatorEventsPerSecond: 5e6,
    noise: { repeats: 50, coefficientOfVariation: 0.01, smallestChange: 0.02, othersBusyCores: 0 },
  };
  const usual = { ...found.environment, cores: 4, quotaCores: null, quotaKnown: true, node: "v20.20.2", flags: [] };
  return diagnose({ ...usual, ...environment }, { ...faultless, ...figures }).filter(({ state }) => state !== "good");
}

describe("the doctor", () => {
  test("examines this machine, and its document is what the schema says", () => {
    doctorSchema.parse(found);
    expect(found.figures.selfTest.map(({ holds }) => holds)).toEqual([true, true, true]);
    expect(found.figures.generatorEventsPerSecond).toBeGreaterThan(0);
  });

  test("has no advice for a machine without faults", () => {
    expect(diagnosisOf({})).toEqual([]);
  });

  test("says that a single core, or a quota of one, cannot measure latency", () => {
    expect(diagnosisOf({ cores: 1 })).toMatchObject([{ what: "cores", state: "bad" }]);
    expect(diagnosisOf({ quotaCores: 1 })).toMatchObject([{ what: "cores", state: "bad" }]);
    expect(diagnosisOf({ quotaCores: 3 })).toMatchObject([{ what: "cores", state: "beware" }]);
    const [untold] = diagnosisOf({ quotaKnown: false });
    expect(untold).toMatchObject({
      what: "cores",
      state: "beware",
      found: "4, whether there is a quota cannot be told",
    });
  });

  test("says what the latency method reads when it reads something else", () => {
    const selfTest = found.figures.selfTest.map((row, i) =>
      i === 0 ? { ...row, readMs: [1, 1, 1, 1], holds: false } : row,
    );
    const [finding] = diagnosisOf({}, { selfTest });
    expect(finding).toMatchObject({ what: "latency method", state: "bad" });
    expect(finding!.advice).toContain("1/1/1/1 instead of 1/501/901/991 ms");
  });

  test("warns of noise, other work, flags and an old Node", () => {
    const noise = { repeats: 50, coefficientOfVariation: 0.3, smallestChange: 0.2, othersBusyCores: 1.5 };
    const [told] = diagnosisOf({}, { noise });
    expect(told!.found).toBe(
      "the same work, done 50 times, takes times that vary by 30.0 % (their standard deviation: a few slow ones raise it). " +
        "The smallest worsening that ringfence bench compare would notice here, 8 times in 10, is 20.0 % " +
        "(with 20 pairs and 3 figures; by ranks of pairs, where a few slow ones count little)",
    );
    expect(diagnosisOf({}, { noise }).map(({ what }) => what)).toEqual(["noise", "other work"]);
    expect(diagnosisOf({ flags: ["--jitless"] })).toMatchObject([{ what: "Node", state: "beware" }]);
    expect(diagnosisOf({ node: "v18.20.0" })).toMatchObject([{ what: "Node", state: "bad" }]);
  });

  test("says of other work that scaling is refused beside it, from which on, and where it still is not", () => {
    const cores = availableParallelism();
    const most = mostOthers(cores);
    const adviceBeside = (othersBusyCores: number) =>
      diagnosisOf(
        { cores },
        { noise: { repeats: 50, coefficientOfVariation: 0.01, smallestChange: 0.02, othersBusyCores } },
      )
        .map(({ advice }) => advice)
        .join();
    const crowdedBeside = (othersBusyCores: number) =>
      isCrowded(
        { ...found.environment, cores },
        {
          ...found.figures,
          noise: { ...found.figures.noise, othersBusyCores },
        },
      );
    const limit = Math.max(0.25, most);
    expect([limit - 0.01, limit + 0.01].map(crowdedBeside)).toEqual([false, true]);
    expect(adviceBeside(most - 0.01)).not.toContain("scaling");
    expect(adviceBeside(most + 0.01)).toContain(
      `bench scaling refuses its figures (exit 5) as it stands: a worker for each core can spare ${most.toFixed(2)} cores`,
    );
  });

  test("is printed within 80 columns", () => {
    const text = renderDoctor(found, { colour: false });
    expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(text).toContain("1  501  901    991");
  });

  test("ends with a verdict that does not pass over what it warned of", () => {
    const [finding] = found.findings;
    const verdictOf = (state: "good" | "beware" | "bad", isQuiet = true): string =>
      renderDoctor(
        { ...found, findings: [{ ...finding!, state }], canMeasure: state !== "bad", canMeasureNow: isQuiet },
        { colour: false },
      )
        .split("\n\n")
        .at(-1)!;
    expect(verdictOf("good")).toBe("This machine can measure.");
    expect(verdictOf("beware")).toMatch(/within what ! says/);
    expect(verdictOf("bad")).toMatch(/cannot measure/);
    expect(verdictOf("bad", false)).toMatch(/cannot measure/);
    expect(verdictOf("beware", false).replace(/\s+/g, " ")).toMatch(
      /^This machine can measure, but not now: other work keeps [\d.]+ cores busy\. Close it, or wait/,
    );
  });
});

describe("what control groups grant", () => {
  const folder = mkdtempSync(join(tmpdir(), "ringfence-groups-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Of a process on a system with these files below its root. */
  function grantedBy(name: string, files: Readonly<Record<string, string>>) {
    const root = join(folder, name);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), `${text}\n`);
    }
    return readControlGroup(root, "linux");
  }

  const GROUP = "proc/self/cgroup";
  const MOUNTS = "proc/self/mountinfo";
  const V1 = [
    "30 23 0:27 / /sys/fs/cgroup/set rw shared:9 - cgroup cgroup rw,cpuset",
    "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct",
    "35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory",
    "41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw",
  ].join("\n");
  const CPU = "sys/fs/cgroup/cpu,cpuacct";

  test("of version 1 is the least on the way up", () => {
    const files = {
      [GROUP]: "9:cpuset:/elsewhere\n4:memory:/pod/own\n1:cpu,cpuacct:/pod/own\n0::/",
      [MOUNTS]: V1,
      [`${CPU}/cpu.cfs_quota_us`]: "-1",
      [`${CPU}/cpu.cfs_period_us`]: "100000",
      [`${CPU}/pod/cpu.cfs_quota_us`]: "50000",
      [`${CPU}/pod/cpu.cfs_period_us`]: "100000",
      [`${CPU}/pod/own/cpu.cfs_quota_us`]: "400000",
      [`${CPU}/pod/own/cpu.cfs_period_us`]: "100000",
      "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712",
      "sys/fs/cgroup/memory/pod/own/memory.limit_in_bytes": "536870912",
    };
    expect(grantedBy("v1", files)).toEqual({ quotaCores: 0.5, quotaKnown: true, memoryBytes: 536_870_912 });
    const free = { ...files, [`${CPU}/pod/cpu.cfs_quota_us`]: "-1", [`${CPU}/pod/own/cpu.cfs_quota_us`]: "-1" };
    expect(grantedBy("v1-free", free)).toMatchObject({ quotaCores: null, quotaKnown: true });
  });

  test("of version 2 is too, where a container sees a part of the tree, at a path with a space", () => {
    const at = "sys/fs/c group";
    const files = {
      [GROUP]: "0::/docker/7/own",
      [MOUNTS]: "41 31 0:38 /docker/7 /sys/fs/c\\040group rw,relatime - cgroup2 cgroup2 rw",
      [`${at}/cpu.max`]: "150000 100000",
      [`${at}/memory.max`]: "1073741824",
      [`${at}/own/cpu.max`]: "max 100000",
      [`${at}/own/memory.max`]: "max",
    };
    expect(grantedBy("v2", files)).toEqual({ quotaCores: 1.5, quotaKnown: true, memoryBytes: 1_073_741_824 });
    const free = { ...files, [`${at}/cpu.max`]: "max 100000" };
    expect(grantedBy("v2-free", free)).toMatchObject({ quotaCores: null, quotaKnown: true });
  });

  test("is not taken for none where it cannot be seen", () => {
    const unknown = { quotaCores: null, quotaKnown: false, memoryBytes: null };
    expect(grantedBy("nothing", {})).toEqual(unknown);
    expect(grantedBy("no-mount", { [GROUP]: "1:cpu:/own" })).toEqual(unknown);
    expect(grantedBy("no-folder", { [GROUP]: "1:cpu:/own", [MOUNTS]: V1 })).toEqual(unknown);
    expect(grantedBy("outside", { [GROUP]: "0::/../own", [MOUNTS]: V1 })).toEqual(unknown);
    expect(readControlGroup(folder, "darwin")).toMatchObject({ quotaCores: null, quotaKnown: true });
  });
});

/** Forty times, of which those at odd places are `factor` times as long. */
function times(trial: number, figure: number, factor: number): number[] {
  const stream = new RandomStream(trial, `doctor-test-${figure}`);
  return Array.from({ length: 40 }, (_, i) => {
    const [first, second] = stream.draw(i, 0);
    return lognormal(first!, second!, i % 2 === 0 ? 1 : factor, 0.03);
  });
}

describe("the smallest change that twenty pairs tell", () => {
  const minEffect = 0.02;

  test("is the minimum effect where pairs are equal, however much the machine drifts from pair to pair", () => {
    const drifting = Array.from({ length: 40 }, (_, i) => 5 + Math.floor(i / 2));
    expect(smallestChange(drifting)).toBeCloseTo(minEffect, 12);
  });

  test("is called worse in about 80 of 100 comparisons of three figures, on a machine as noisy", () => {
    const TRIALS = 200;
    let called = 0;
    for (let trial = 0; trial < TRIALS; trial++) {
      const factor = 1 + smallestChange(times(trial, 0, 1));
      const all = [factor, 1, 1].map((one, figure) => {
        const drawn = times(trial, figure + 1, one);
        const [a, b] = [0, 1].map((side) => drawn.filter((_, i) => i % 2 === side));
        return { name: `time ${figure}`, unit: "s", better: "lower" as const, a: a!, b: b! };
      });
      if (judge(all, { paired: true, minEffect })[0]!.verdict === "worse") called++;
    }
    expect(called / TRIALS).toBeGreaterThan(0.74);
    expect(called / TRIALS).toBeLessThan(0.88);
  });
});
