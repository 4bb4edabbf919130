import { expect, test } from "vitest";
import { settingNamed } from "../../../src/scenario/knobs.ts";
import { CampaignMaker } from "../../../src/world/gangs/campaign.ts";
import { USUAL_POLICY } from "../../../src/world/gangs/gang-policy.ts";
import { smallScenario } from "../small-world.ts";
import { catalogue } from "../text/fixture.ts";

test("a campaign lasts half to one and a half times the mean that its gang wants", () => {
  const maker = new CampaignMaker(smallScenario(["gangs.campaignDays=10"]), 1, catalogue);
  const often = { ...USUAL_POLICY, rewriting: settingNamed("rewriting", "24")! };
  for (const [policy, meanHours] of [
    [USUAL_POLICY, 240],
    [often, 24],
  ] as const) {
    const all = Array.from({ length: 400 }, (_, gang) => maker.launch(gang, 1, 1, 500, policy));
    const hours = all.map(({ fromTick, untilTick }) => (untilTick - fromTick) / meanHours);
    expect(Math.abs(Math.min(...hours) - 0.5)).toBeLessThan(0.05);
    expect(Math.abs(Math.max(...hours) - 1.5)).toBeLessThan(0.05);
  }
});
