/** The measurement of what a stream costs runs, and all its figures are there. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { whyWithoutNats } from "./nats-server.ts";

const why = whyWithoutNats();
if (why !== null) console.log(`the measurement of a stream is not tested: ${why}`);
const BENCH = fileURLToPath(new URL("../../../dist/bench/research/streams/main.js", import.meta.url));

test.skipIf(why !== null)("events a second and processor seconds of one process, and of a stream", () => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [BENCH, "4000", "1", "1"], { encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const [head, screen, stream, many, single] = stdout.trim().split("\n");
  expect(head).toMatch(/^4000 events, 1 rounds, \d+ cores, load [\d.]+$/);
  expect(screen).toMatch(/^screen: [1-9]\d+ events\/s; processor \d+\.\d\d s$/);
  expect(stream).toMatch(
    /^1 server, 1 worker, messages of 4096: [1-9]\d+ events\/s, \d+\.\d\d of screen; processor \d+\.\d\d s front, /,
  );
  const rates = /from [1-9]\d+ to [1-9]\d+ events a second of its processor time$/;
  expect(many).toMatch(/^front by HTTP, 1000 a request, 4 connections: /);
  expect(many).toMatch(rates);
  expect(single).toMatch(/^front by HTTP, 1 a request, 32 connections: /);
  expect(single).toMatch(rates);
  const bytes = Number(/ (\d+) bytes an event$/.exec(stream!)![1]);
  expect(bytes).toBeGreaterThan(30);
  expect(bytes).toBeLessThan(80);
});
