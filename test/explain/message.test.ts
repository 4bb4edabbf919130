import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { explainMessage } from "../../src/explain/message.ts";
import { renderExplanation } from "../../src/explain/render.ts";
import { MIN_SHOWN_SIMILARITY } from "../../src/detect/matcher/explain-match.ts";
import { MIN_THRESHOLD_PERMILLE } from "../../src/detect/matcher/matcher.ts";
import { newFolder } from "../new-folder.ts";

const folder = newFolder("explain-message");
const templates = join(folder, "scripts.yaml");
const blocklist = join(folder, "list.txt");

beforeAll(() => {
  writeFileSync(
    templates,
    '- "Your parcel is held at the depot, pay the customs fee now at {link}"\n- text: 恭喜您获得一等奖请联系客服领取奖金\n',
  );
  writeFileSync(blocklist, "13800138000\nbad-site.example\n");
});

it("explainMessage takes a message through every stage, and the evidence adds up to the score", () => {
  const explanation = explainMessage({
    text: "Your parcel was held at the depot: pay the customs fee now at http://www.bad-site.example/x",
    caller: "+86 13800138000",
    templates,
    blocklist,
  });
  expect(explanation.event).toMatchObject({ kind: "message", caller: "+86*******8000", route: "mobile" });
  expect(explanation.stages.links.saw!.hosts).toEqual(["www.bad-site.example"]);
  expect(explanation.stages.blocklist.saw!.map(({ of, key, probe }) => `${of} ${key} ${probe.listed}`)).toEqual([
    "caller 138****8000 true",
    "domain bad-site.example true",
    "domain www.bad-site.example false",
  ]);
  const { nearest } = explanation.stages.match.saw!;
  expect(nearest).toMatchObject({ template: 0, matched: true });
  const { parts, score, verdict } = explanation.stages.classify.saw!;
  expect(parts.reduce((sum, { weight }) => sum + weight, 0)).toBe(score);
  expect(parts.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["prior", "callerListed", "domainListed", "textMatch", "linkPresent"]),
  );
  expect(verdict).toBe("block");
  const text = renderExplanation(explanation);
  expect(text).toMatch(/^blocklist +caller 138\*{4}8000: listed\n +domain bad-site\.example: listed$/m);
  expect(text).toContain(`\nscore        +${(score / 100).toFixed(2)} nats of log-odds`);
  expect(text).toMatch(/^evidence +prior +−\d\.\d\d\n +callerListed +\+\d\.\d\d$/m);
  expect(text).toMatch(/\[-.+-\]\{\+.+\+\}/);
  expect(text).toContain("‹link›");
});

it("explainMessage says how many numbers beside a stranger are listed, where they are enough", () => {
  const list = join(folder, "block.txt");
  writeFileSync(list, ["13800138000", "+86 138 0013 8001", "13800138002", "13800139000"].join("\n"));
  const [beside, listed, elsewhere] = ["13800138999", "13800138000", "13800139999"].map((caller) =>
    explainMessage({ text: undefined, caller, templates, blocklist: list }),
  );
  expect(beside!.stages.classify.saw!.parts).toContainEqual({ name: "listedNeighbours", weight: 90 });
  expect(beside!.stages.classify.saw!.verdict).toBe("allow");
  const neighbours = [beside, listed, elsewhere].map((each) => each!.stages.blocklist.saw![0]!.neighbours);
  expect(neighbours).toEqual([3, 0, 0]);
  const off = explainMessage({ text: undefined, caller: "13800138999", templates, blocklist: list, neighbours: 0 });
  expect(off.stages.blocklist.saw![0]!.neighbours).toBe(0);
});

it("explainMessage names the nearest script even when it is too far away, and says so", () => {
  const explanation = explainMessage({ text: "恭喜您今天过生日，祝您身体健康万事如意", templates });
  expect(explanation.stages.match.saw!.nearest).toMatchObject({ template: 1, matched: false });
  const { similarity, edits } = explanation.stages.match.saw!.nearest!;
  expect(similarity).toBeLessThan(0.5);
  expect(edits).toBeNull();
  expect(explanation.stages.classify.saw!.verdict).toBe("allow");
  expect(explanation.stages.blocklist).toMatchObject({ isOn: false, saw: null });
});

it("explainMessage shows the edits of a text that is nearly a match, and of a match by the lowest threshold", () => {
  const text = "Your parcel is late at the depot, pay the customs fee and wait at home";
  const nearly = explainMessage({ text, templates, thresholdPermille: 900 }).stages.match.saw!.nearest!;
  expect(nearly).toMatchObject({ matched: false, edits: expect.any(Array) });
  const matched = explainMessage({ text, templates, thresholdPermille: MIN_THRESHOLD_PERMILLE }).stages.match.saw!
    .nearest!;
  expect(matched).toMatchObject({ matched: true, edits: nearly.edits });
  expect(MIN_SHOWN_SIMILARITY).toBeLessThanOrEqual(MIN_THRESHOLD_PERMILLE / 1000);
});

it("explainMessage explains a call, a text too short to compare, and stages that are off", () => {
  const call = explainMessage({ caller: "0095588", templates });
  expect(call.event).toMatchObject({ kind: "call", callerForm: "doubleZero", route: "international" });
  const off = explainMessage({ text: "ok!", templates, stagesOff: ["match"] });
  expect(off.stages.match.isOn).toBe(false);
  const short = explainMessage({ text: "ok!", templates });
  expect(short.stages.match.saw!.nearest).toBeNull();
  const undecided = explainMessage({ text: "ok!", templates, stagesOff: ["classify"] });
  expect(undecided.stages.classify.isOn).toBe(false);
});

it("explainMessage shows nothing that a terminal would obey, and marks edits by colour on one", () => {
  const explanation = explainMessage({ text: "\u001b[2J\u202E恭喜您获得一等奖\u0000请联系客服领取现金", templates });
  // oxlint-disable-next-line no-control-regex
  expect(renderExplanation(explanation)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  expect(renderExplanation(explanation, { colour: true })).toContain("\u001b[");
});
