/** The guide for gateways: its commands run as written, against a gateway that is started as it says. */
import { execFile, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DEFAULT_CLASSIFIER } from "../src/detect/classifier/weights.ts";
import { gatewaySettings } from "../src/gateway/settings.ts";
import { runGateway } from "./gateway/running-gateway.ts";
import { readGuide, understood } from "./guide.ts";
import { newFolder } from "./new-folder.ts";

const guide = readGuide("gateway");
const folder = newFolder("guide-gateway");

test("its settings are there", () => {
  const path = join(folder, "gateway.yaml");
  writeFileSync(path, guide.blocks("yaml")[0]!);
  expect(gatewaySettings(path).gateway).toMatchObject({
    names: ["gateway.example"],
    tokens: expect.stringMatching(/tokens\.txt$/),
  });
});

/** A shipped script, with numbers of its own. */
const LIKE_A_SCRIPT = "尊敬的客户：您尾号6490的卡在深圳消费630元 账户已限制转账 如需恢复请致电10655550161 谢谢配合";

test("look-alikes and near scripts are blocked from the first day, and nothing at all by the setting to listen only", async () => {
  const [listening] = /screening\.blockScore=\d+/.exec(guide.text)!;
  const [caller, domain] = [/\b00\d+\b/.exec(guide.text)![0], /`(\S+\.top)`/.exec(guide.text)![1]!];
  const { weights, prior } = DEFAULT_CLASSIFIER;
  const most = Object.values(weights).reduce((sum, weight) => sum + Math.max(0, weight), prior);
  expect(Number(listening.split("=")[1])).toBeGreaterThan(most);
  for (const [set, verdict] of [[[], "block"] as const, [[listening], "flag"] as const]) {
    const gateway = await runGateway({ set, model: "starter" });
    const events = [
      { caller },
      ...[`http://${domain}`, LIKE_A_SCRIPT].map((text) => ({ caller: "13912345678", text })),
    ];
    const { body } = await gateway.ask("/v1/screen", events);
    expect(body).toMatchObject([{ verdict }, { verdict: "flag" }, { verdict }]);
    if (set.length > 0) continue;
    // An institution that is listed is blocked in calls, and passes in messages.
    await gateway.ask("/v1/list", { add: ["95588"] });
    const { body: listed } = await gateway.ask("/v1/screen", [{ caller: "95588" }, { caller: "95588", text: "hello" }]);
    expect(listed).toMatchObject([{ verdict: "block" }, { verdict: "allow" }]);
  }
});

const unit = readFileSync(new URL("../docs/recipes/ringfence-gateway.service", import.meta.url), "utf8");

test("the unit for systemd starts a gateway", async () => {
  const [, command] = /^ExecStart=\S+node \S+\/bin\/ringfence\.mjs (.*)$/m.exec(unit)!;
  expect(await understood(command!)).toBe("gateway");
});

test.skipIf(spawnSync("systemd-analyze", ["--version"]).status !== 0)("systemd understands the unit", () => {
  const path = join(folder, "ringfence-gateway.service");
  // Node may lie elsewhere here, and systemd looks for it.
  writeFileSync(path, unit.replace("/usr/bin/node", process.execPath));
  const { status, stderr } = spawnSync("systemd-analyze", ["verify", path], { encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});

// Debian's minimal image has no curl.
test.skipIf(spawnSync("curl", ["--version"]).status !== 0)("its lines of curl do what it says", async () => {
  const gateway = await runGateway();
  const { host } = new URL(gateway.url);
  const answers: string[] = [];
  for (const line of guide.blocks("sh").flatMap((block) => block.trimEnd().split("\n"))) {
    // The gateway is of this process, which must go on meanwhile.
    answers.push(await shell(line.replaceAll("localhost:4290", host)));
  }
  const [first, , lines, listed, removed, blocked, explained, filed, cases, decided] = answers.map((answer) => {
    return answer
      .trimEnd()
      .split("\n")
      .filter(Boolean)
      .map((text) => JSON.parse(text) as object);
  });
  expect(first).toMatchObject([{ verdict: "allow", time: "arrival" }]);
  expect(lines).toMatchObject([{ verdict: "allow" }, { verdict: "allow" }]);
  expect(listed).toMatchObject([{ listed: 2, tables: 2 }]);
  expect(removed).toMatchObject([{ listed: 1, tables: 3 }]);
  expect(blocked).toMatchObject([{ id: "call-1", verdict: "block" }]);
  expect(explained).toMatchObject([{ event: { id: "call-1" } }]);
  expect(filed).toMatchObject([{ cases: [{ id: "case-1" }] }]);
  expect(cases).toMatchObject(filed!);
  expect(decided).toMatchObject([{ state: "fraud" }]);
});

function shell(line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile("sh", ["-c", line], { cwd: folder }, (error, stdout) =>
      error === null ? resolve(stdout) : reject(error),
    );
  });
}
