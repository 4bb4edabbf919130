import { describe, expect, test } from "vitest";
import { type ChannelRun, measureChannels, withoutChannel } from "../../src/experiment/channels.ts";
import { compareChannel, countChannels, REMOVABLE_CHANNELS } from "../../src/metrics/channels.ts";
import { channelsSection } from "../../src/report/channels-schema.ts";
import { channelTable } from "../../src/report/tables/channel-table.ts";
import { drawTable } from "../../src/report/terminal/draw-table.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { MANY_EPISODES, runSmall } from "../engine/run-small.ts";
import { sampleLoop } from "../report/sample-loop.ts";

const settings = [
  ...MANY_EPISODES,
  "hours=24",
  "population.subscribers=6000",
  "gangs.count=20",
  "blocklist.initialEntries=500",
  "templates.initial=20",
  "dissuasion.agents=10",
];

describe("the comparison of channels", () => {
  test("has the figures of a run without the channel, and what goes with it", async () => {
    const scenario = loadScenario("smoke", settings);
    const runs: ChannelRun[] = [];
    const { base, rows } = await measureChannels({ scenario, seed: 3, workers: 1, onRun: (run) => runs.push(run) });
    expect(runs.map(({ without, run }) => [without, run])).toEqual(
      REMOVABLE_CHANNELS.map((name, at) => [name, at + 1]),
    );
    const telephone = rows.find(({ channel }) => channel === "telephone")!;
    const alone = await runSmall([...settings, "dissuasion.telephoneFrom=never"], { seed: 3, batchEvents: 500 });
    expect(telephone.without.success).toEqual(alone.rates.success);
    expect(telephone.without.lossYuan).toBe(alone.lossYuan.withDefences);
    const { success, lost, lossYuan } = telephone.difference;
    expect(success.value).toBeCloseTo(base.success.value! - alone.rates.success.value!, 12);
    expect(success.low!).toBeGreaterThan(0.1);
    expect(lost.high!).toBeLessThan(0);
    expect(lossYuan.value).toBe(base.lossYuan - alone.lossYuan.withDefences);
    expect(channelsSection.parse({ base, rows })).toEqual({ base, rows });

    const told = drawTable(channelTable({ base, rows: [...rows] }), { colour: false });
    expect(told).toMatch(/no telephone +\d+\.\d % +-\d+\.\d \(-\d+\.\d to -\d+\.\d\)/);
    for (const line of told.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  test("of a run with itself finds no difference, and no doubt of it: gangs are paired", () => {
    const counts = countChannels(sampleLoop(), 3);
    const { success, lost, lossYuan } = compareChannel("visit", counts, counts).difference;
    expect([success.value, lost.value, lossYuan.value]).toEqual([0, 0, 0]);
    for (const { low, high } of [success, lost, lossYuan]) expect([low, high]).toEqual([null, null]);
  });

  test("takes away one channel and leaves all else as it is", () => {
    const scenario = loadScenario("smoke");
    for (const channel of REMOVABLE_CHANNELS) {
      const { dissuasion, ...rest } = withoutChannel(scenario, channel);
      const { dissuasion: before, ...others } = scenario;
      expect(rest).toEqual(others);
      expect(dissuasion).toEqual({ ...before, [`${channel}From`]: "never" });
    }
  });
});
