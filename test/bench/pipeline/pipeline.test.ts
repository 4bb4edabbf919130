import { beforeAll, describe, expect, test } from "vitest";
import { Answers } from "../../../bench/pipeline/answers.ts";
import { checkVerdicts } from "../../../bench/pipeline/check-verdicts.ts";
import { measurePipeline } from "../../../bench/pipeline/pipeline.ts";
import { Traffic } from "../../../bench/harness/corpus/traffic.ts";
import { runBench } from "../../../bench/harness/bench.ts";
import { mergedDigest } from "../../../bench/harness/merged-digest.ts";
import { type BenchResult, benchResultSchema } from "../../../bench/harness/result.ts";

describe("the pipeline bench at smoke size", () => {
  let result: BenchResult;

  beforeAll(async () => {
    const options = { size: "smoke", seed: 1, workers: 2, onProgress: () => {} } as const;
    ({ result } = await runBench("pipeline", measurePipeline, options, "ringfence bench pipeline --size smoke"));
  });

  test("is a result whose digest holds the run and both pipelines, with what is no aim set aside", () => {
    expect(benchResultSchema.parse(result)).toEqual(result);
    expect(result.problems).toEqual([]);
    const { run, corpora } = result.details as { run: { digest: string }; corpora: { digest: string }[] };
    expect(result.digest).toBe(mergedDigest([run.digest, ...corpora.map(({ digest }) => digest)]));
    expect(result.digest).not.toBe(mergedDigest(corpora.map(({ digest }) => digest)));
    const aside = result.measurements.filter(({ diagnostic }) => diagnostic);
    expect(aside.map(({ name }) => name)).toEqual(["main thread busy"]);
    // What is to be reached is meant for the full size.
    expect(result.comparisons.every(({ atLeast }) => atLeast === null)).toBe(true);
    expect(result.measurements.every(({ aim }) => aim === null)).toBe(true);
  });

  test("compares both pipelines by the clock and by the core, over events of which some matched and some were listed", () => {
    expect(result.comparisons.map(({ name }) => name)).toEqual([
      "events/s, obvious pipeline, clustered",
      "from filled columns: events/s, obvious pipeline, clustered",
      "events/s a core, obvious pipeline, clustered",
      "from filled columns: events/s a core, obvious pipeline, clustered",
    ]);
    const { corpora } = result.details as { corpora: { compared: number; matches: number; listings: number }[] };
    expect(corpora).toMatchObject([{ compared: 1000 }]);
    expect(corpora[0]!.matches).toBeGreaterThan(500);
    expect(corpora[0]!.listings).toBeGreaterThan(40);
  });
});

describe("traffic for both pipelines", () => {
  const options = { seed: 3, corpus: "clustered", templates: 20, listed: 50 } as const;

  test("is the same in whatever portions it is asked for, half calls, and one caller in a hundred is listed", () => {
    const [whole, parts] = [new Traffic(options), new Traffic(options)];
    expect([...parts.next(30), ...parts.next(70)]).toEqual(whole.next(100));
    const traffic = new Traffic(options);
    const events = traffic.next(5000);
    const listed = new Set(traffic.knowledge.blocklist);
    const share = (holds: (event: (typeof events)[number]) => boolean) => events.filter(holds).length / events.length;
    expect(share(({ text }) => text === null)).toBeCloseTo(0.5, 1);
    expect(share(({ caller }) => listed.has(caller.slice(-11)))).toBeCloseTo(0.01, 2);
  });
});

describe("verdicts of both pipelines", () => {
  const events = [{ line: 7, caller: "13000000002", text: "\u001b[31mhello", label: null }];

  test("may not differ: the event is shown, its text made harmless", () => {
    const answers = Answers.allocate(1);
    answers.template[0] = -1;
    const same = { line: 7, listed: false, template: -1, distance: 0 };
    expect(() => checkVerdicts(answers, 0, events, [same])).not.toThrow();
    for (const other of [{ listed: true }, { template: 3 }, { distance: 1, template: 0 }, { line: 8 }]) {
      const check = () => checkVerdicts(answers, 0, events, [{ ...same, ...other }]);
      expect(check).toThrow(expect.objectContaining({ code: "invariant" }));
      expect(check).toThrow("event 7: ringfence says not listed, no template;");
      expect(check).not.toThrow("\u001b");
    }
    expect(() => checkVerdicts(answers, 0, events, [])).toThrow("0 verdicts");
    answers.clear();
    expect(() => checkVerdicts(answers, 0, events, [same])).toThrow("never screened");
  });
});
