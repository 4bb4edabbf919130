import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadModel } from "../../../src/detect/learned/models.ts";
import { Desk } from "../../../src/live/server/label/desk.ts";
import type { LabelState } from "../../../src/live/server/label/protocol.ts";
import { createLabelApp } from "../../../src/live/server/label/server.ts";
import { LabelPool } from "../../../src/training/labelling/label-pool.ts";
import { Labelling } from "../../../src/training/labelling/labelling.ts";
import { CHINA } from "../../../src/rows/country.ts";
import { newFolder } from "../../new-folder.ts";
import { madeUpMessages } from "../../training/messages.ts";

const folder = newFolder("label-server");
const sender = "13800138000";
const caller = CHINA.identityOf(sender);
const candidates = madeUpMessages(300, 1).map((message, at) => ({ ...message, line: at + 2, sender, caller }));

function desk(name: string) {
  const pool = new LabelPool(candidates, { raw: true, sender: false }, 1);
  const out = join(folder, `${name}.csv`);
  const app = createLabelApp(
    new Desk(pool, new Labelling(pool, loadModel("starter")), {
      out,
      model: join(folder, `${name}.model`),
      file: "mine.csv",
      seed: 1,
      unmask: false,
      command: "ringfence screen mine.csv --model mine.model",
    }),
    "127.0.0.1",
    (fault) => expect.fail(String(fault)),
    new Map([["/label.html", { type: "text/html", body: new Uint8Array(Buffer.from("page")) }]]),
  );
  const ask = async (path: string, body?: unknown, headers: Record<string, string> = {}) =>
    app.request(path, {
      method: body === undefined ? "GET" : "POST",
      headers: { Host: "localhost", ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
  const state = async (path: string, body?: unknown) => (await (await ask(path, body)).json()) as LabelState;
  return { pool, out, ask, state };
}

test("asks, takes an answer and keeps it at once, and takes it back", async () => {
  const { out, state } = desk("keeps");
  const first = await state("/api/label");
  expect(first.question!.reason).toBe("likely");
  const second = await state("/api/label/answer", { line: first.question!.line, answer: "fraud" });
  expect(second.counts).toMatchObject({ fraud: 1, benign: 0 });
  expect(second.question!.line).not.toBe(first.question!.line);
  expect(readFileSync(out, "utf8").split("\n")).toHaveLength(3);
  const undone = await state("/api/label/undo", {});
  expect(undone.question!.line).toBe(first.question!.line);
  expect(readFileSync(out, "utf8").split("\n")).toHaveLength(2);
});

test("says why the model thinks so, masks the sender, and ends with a model and what to type", async () => {
  const { pool, state } = desk("ends");
  let now = await state("/api/label");
  expect(now.question!.sender).toContain("*");
  const early = await state("/api/label/finish", {});
  expect([early.command, early.problem]).toEqual([null, expect.stringContaining("expected at least")]);
  for (let count = 0; count < 40; count++) {
    const { line } = now.question!;
    const { isFraud } = pool.candidate(pool.rowOf(line)!);
    now = await state("/api/label/answer", { line, answer: isFraud ? "fraud" : "benign" });
  }
  expect(now.problem).toBeNull();
  // The curve is worked out between answers, and no answer waits for it.
  await expect.poll(async () => (await state("/api/label")).isJudging, { timeout: 20_000 }).toBe(false);
  now = await state("/api/label");
  expect(now.question!.score).not.toBeNull();
  expect(now.question!.spokeFor.length + now.question!.spokeAgainst.length).toBeGreaterThan(0);
  expect(now.curve.at(-1)!.labels).toBeGreaterThanOrEqual(30);
  const done = await state("/api/label/finish", {});
  expect(done.command).toBe("ringfence screen mine.csv --model mine.model");
});

test("refuses pages from elsewhere, forms, wrong bodies, large ones and lines without a message", async () => {
  const { ask } = desk("refuses");
  const answer = { line: 2, answer: "fraud" };
  expect((await ask("/api/label/answer", answer, { Origin: "http://evil.example" })).status).toBe(403);
  expect((await ask("/api/label", undefined, { Host: "evil.example" })).status).toBe(403);
  expect((await ask("/api/label/answer", answer, { "Content-Type": "text/plain" })).status).toBe(415);
  for (const wrong of [
    "{",
    "[]",
    { line: "2", answer: "fraud" },
    { line: 2, answer: "maybe" },
    { ...answer, more: 1 },
  ]) {
    expect((await ask("/api/label/answer", wrong)).status).toBe(400);
  }
  expect((await ask("/api/label/answer", { line: 2, answer: "x".repeat(5000) })).status).toBe(413);
  expect((await ask("/api/label/answer", { line: 99_999, answer: "fraud" })).status).toBe(400);
  expect(await (await ask("/")).text()).toBe("page");
  expect((await ask("/else")).status).toBe(404);
});
