/** The guide for gateways: its commands run as written, against a gateway that is started as it says. */
import { execFile, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { gatewaySettings } from "../src/gateway/settings.ts";
import { runGateway } from "./gateway/running-gateway.ts";
import { readGuide, understood } from "./guide.ts";
import { newFolder } from "./new-folder.ts";

const guide = readGuide("gateway");
const folder = newFolder("guide-gateway");

test("every command is understood as written, and its settings are there", async () => {
  expect(guide.commands.length).toBeGreaterThan(1);
  for (const command of guide.commands) {
    expect(await understood(command)).toBe(command.includes("gateway thresholds") ? "thresholds" : "gateway");
  }
  const path = join(folder, "gateway.yaml");
  writeFileSync(path, guide.blocks("yaml")[0]!);
  expect(gatewaySettings(path).gateway).toMatchObject({ host: "0.0.0.0", deadlineMs: 100 });
});

test("is two pages at most", () => {
  expect(guide.text.split("\n").length).toBeLessThanOrEqual(120);
});

// Debian's minimal image has no curl.
test.skipIf(spawnSync("curl", ["--version"]).status !== 0)("its lines of curl do what it says", async () => {
  const gateway = await runGateway({ model: "starter" });
  const { host } = new URL(gateway.url);
  const answers: string[] = [];
  for (const line of guide.blocks("sh").flatMap((block) => block.trimEnd().split("\n"))) {
    // The gateway is of this process, which must go on meanwhile.
    answers.push(await shell(line.replaceAll("localhost:4290", host)));
  }
  const [first, , lines, listed, blocked, explained, filed, cases, decided] = answers.map((answer) => {
    return answer
      .trimEnd()
      .split("\n")
      .filter(Boolean)
      .map((text) => JSON.parse(text) as object);
  });
  expect(first).toMatchObject([{ verdict: "allow", time: "arrival" }]);
  expect(lines).toMatchObject([{ verdict: "allow" }, { verdict: "allow" }]);
  expect(listed).toMatchObject([{ listed: 2, tables: 2 }]);
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
