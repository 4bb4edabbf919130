/** What the figures mean for whoever wants to measure here: a judgement and an advice for each. */
import { formatCount } from "../../src/report/format.ts";
import { quotaWords } from "../../src/report/machine-words.ts";
import { DEFAULT_PAIRS } from "../harness/rank-statistics/defaults.ts";
import type { Environment } from "../harness/environment.ts";
import { mostOthers } from "../harness/other-work.ts";
import type { Figures, Finding } from "./document.ts";
import { COMPARED_FIGURES } from "./noise.ts";

/** A generator and a thread that screens, each with a core of its own. */
const MIN_CORES = 2;
const MIN_MEMORY_MIB = 1024;
/** A batch takes a fraction of a millisecond: a coarser clock cannot time it. */
const COARSEST_STEP_US = 100;
const USUAL_OVERSHOOT_US = 2000;
const MAX_CLOCK_ERROR_US = 10;
const MIN_CEILING = 500_000;
/** What `ringfence bench compare` is meant to catch. */
const CHANGE_TO_TELL = 0.1;
const QUIET_CORES = 0.25;

export function diagnose(environment: Environment, figures: Figures): Finding[] {
  return [
    cores(environment),
    memory(figures),
    node(environment),
    timers(figures),
    clocks(figures),
    generator(figures),
    noise(figures),
    competitors(environment, figures),
    selfTest(figures),
  ];
}

/** Nothing worth a word where neither applies. */
function finding(what: string, found: string, bad: string | null, beware: string | null = null): Finding {
  return { what, state: bad !== null ? "bad" : beware !== null ? "beware" : "good", found, advice: bad ?? beware };
}

function cores(environment: Environment): Finding {
  const { cores: count, quotaCores, quotaKnown } = environment;
  const tooFew = Math.min(count, quotaCores ?? count) < MIN_CORES;
  return finding(
    "cores",
    `${count}, ${quotaWords(environment)}`,
    tooFew ? "a generator and a system need a core each: latency under load cannot be measured here" : null,
    quotaCores !== null && quotaCores < count
      ? "the control group stops the process when its quota is used up: latencies show it. Run with as many threads as the quota"
      : quotaCores === null && !quotaKnown
        ? "/proc/self/cgroup names no control group that can be read here: where one has a quota, latencies show when it is used up, and figures are those of fewer cores. Whoever set up this machine or container knows"
        : null,
  );
}

function memory({ memoryMiB }: Figures): Finding {
  const tooLittle = memoryMiB < MIN_MEMORY_MIB;
  return finding(
    "memory",
    `${formatCount(memoryMiB)} MiB`,
    null,
    tooLittle ? "benches of full size take about 1 GiB: use --size smoke" : null,
  );
}

function node({ node: version, flags }: Environment): Finding {
  const [major = 0, minor = 0] = version.slice(1).split(".").map(Number);
  const isOld = major < 20 || (major === 20 && minor < 19);
  const found = flags.length === 0 ? `${version}, no flags` : `${version} ${flags.join(" ")}`;
  return finding(
    "Node",
    found,
    isOld ? "Node 20.19 or later is needed" : null,
    flags.length > 0 ? "figures are those of Node with these flags: compare only with the same" : null,
  );
}

function timers({ timers: { stepUs, sleepOvershootUs, timeoutOvershootUs } }: Figures): Finding {
  const found =
    `steps of ${stepUs.toFixed(2)} us; a sleep takes ${us(sleepOvershootUs.median)} longer than asked, at worst ` +
    `${us(sleepOvershootUs.worst)}; a timeout ${us(timeoutOvershootUs.median)}, at worst ${us(timeoutOvershootUs.worst)}`;
  return finding(
    "timers",
    found,
    stepUs > COARSEST_STEP_US ? "too coarse to time a batch: latency cannot be measured here" : null,
    sleepOvershootUs.worst > USUAL_OVERSHOOT_US
      ? "threads wake up late: the generator will lag as much now and then. Close what else runs, or allow it with bench open-loop --max-lag-ms"
      : null,
  );
}

function clocks({ clock: { pings, worstUs, resolutionUs } }: Figures): Finding {
  return finding(
    "clocks of threads",
    `${worstUs.toFixed(1)} us apart in ${pings} pings, of which the quickest took ${us(resolutionUs)}`,
    worstUs > MAX_CLOCK_ERROR_US ? "threads do not read one clock: latency across them cannot be measured here" : null,
  );
}

function generator({ generatorEventsPerSecond }: Figures): Finding {
  return finding(
    "generator",
    `alone, ${formatCount(generatorEventsPerSecond)} events/s at most`,
    null,
    generatorEventsPerSecond < MIN_CEILING
      ? "slow: stay well below it with bench open-loop --rate, and take a higher rate for the generator's limit, not the system's"
      : null,
  );
}

function noise({ noise: { repeats, coefficientOfVariation, smallestChange } }: Figures): Finding {
  const found =
    `the same work, done ${repeats} times, takes times that vary by ${percent(coefficientOfVariation)} (their standard deviation: a few slow ones raise it). ` +
    `The smallest worsening that ringfence bench compare would notice here, 8 times in 10, is ${percent(smallestChange)} ` +
    `(with ${DEFAULT_PAIRS} pairs and ${COMPARED_FIGURES} figures; by ranks of pairs, where a few slow ones count little)`;
  return finding(
    "noise",
    found,
    null,
    smallestChange > CHANGE_TO_TELL ? "too noisy to tell 10 %: more pairs, or a quieter hour" : null,
  );
}

/** Whether others take so much now that measuring has to wait, whatever the machine could do. */
export function isCrowded({ cores: count }: Environment, { noise: { othersBusyCores } }: Figures): boolean {
  return othersBusyCores > Math.max(QUIET_CORES, mostOthers(count));
}

function competitors({ cores: count }: Environment, { noise: { othersBusyCores } }: Figures): Finding {
  const most = mostOthers(count);
  const advice = [
    ...(othersBusyCores > QUIET_CORES
      ? ["absolute figures are too low, latencies too high: trust ratios alone, and close what else runs"]
      : []),
    ...(othersBusyCores > most
      ? [
          `bench scaling refuses its figures (exit 5) as it stands: a worker for each core can spare ${most.toFixed(2)} cores`,
        ]
      : []),
  ];
  return finding(
    "other work",
    `keeps ${othersBusyCores.toFixed(2)} cores busy`,
    null,
    advice.length === 0 ? null : advice.join(". "),
  );
}

function selfTest({ selfTest: rows }: Figures): Finding {
  const [openLoop] = rows;
  const wrong = rows.filter(({ holds }) => !holds);
  return finding(
    "latency method",
    `reads ${openLoop!.readMs.join(" / ")} ms of a case that is known`,
    wrong.length === 0
      ? null
      : wrong
          .map(
            ({ method, readMs, expectedMs }) => `${method}: ${readMs.join("/")} instead of ${expectedMs.join("/")} ms`,
          )
          .concat("latencies measured by this build are wrong")
          .join("; "),
  );
}

function us(value: number): string {
  return value < 1000 ? `${value.toFixed(0)} us` : `${(value / 1000).toFixed(1)} ms`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
