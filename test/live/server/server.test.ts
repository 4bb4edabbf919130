/** Who may ask the server for what, and what it does when too much is asked. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { SimulationPool } from "../../../src/engine/simulation-pool.ts";
import { useWarmPools } from "../../engine/warm-pool.ts";
import { loadScenario, shippedScenarios } from "../../../src/scenario/file.ts";
import { idleControls } from "../../../src/live/server/controls.ts";
import type { Status } from "../../../src/live/server/live-run.ts";
import type { Catalogue } from "../../../src/live/server/scenario-list.ts";
import { get, openStream, post, rawClient, rawGet } from "./live-server.ts";
import { requestOf, startPaused, startRun, startServer, useServer } from "./live-server.ts";

const JSON_TYPE = { "Content-Type": "application/json" };
useWarmPools();
const shared = useServer();

describe("the page", () => {
  test("is handed out with headers that let it load nothing from elsewhere, and so are its files", async () => {
    const { status, headers, body } = await get<string>(shared(), "/");
    expect({ status, body }).toEqual({ status: 200, body: "<!doctype html><title>page</title>" });
    expect(headers.get("content-security-policy")).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
        "base-uri 'none'; frame-ancestors 'none'; form-action 'none'",
    );
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
    const script = await get<string>(shared(), "/assets/page.js");
    expect(script.status).toBe(200);
    expect(script.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect((await get(shared(), "/nothing")).headers.get("content-security-policy")).toContain("default-src 'none'");
  });

  test.each([
    "/../package.json",
    "/assets/../../package.json",
    "/..%2f..%2fpackage.json",
    "/assets/..%5c..%5cpackage.json",
    "//etc/passwd",
    "/assets",
    "/__proto__",
    "/%00",
    "/%E0%A4%A",
  ])("is all that there is: %s is refused", async (path) => {
    const { status, body } = await rawGet(shared(), path, { Host: `localhost:${shared().port}` });
    expect([400, 404]).toContain(status);
    expect(body).not.toMatch(/dependencies|root:|at .*\.ts/);
  });
});

const statusFor = async (Host: string) => (await rawGet(shared(), "/", { Host })).status;

describe("the server", () => {
  test("goes by the names of this machine, and by none that a page from elsewhere would use", async () => {
    const names = ["LOCALHOST", "[::1]:9999", "evil.example", "localhost.evil.example:4280", "127.0.0.1.evil.example"];
    expect(await Promise.all(names.map(statusFor))).toEqual([200, 200, 403, 403, 403]);
  });

  test.each(["http://evil.example", "null", "http://localhost:1", "https://127.0.0.1", "file://"])(
    "refuses what a page of %s asks for, reading and writing alike",
    async (origin) => {
      const headers = { Host: `127.0.0.1:${shared().port}`, Origin: origin };
      expect((await rawGet(shared(), "/api/catalogue", headers)).status).toBe(403);
      expect((await rawGet(shared(), "/api/runs", { ...headers, ...JSON_TYPE }, "POST")).status).toBe(403);
      expect((await rawGet(shared(), "/api/runs/x", headers, "DELETE")).status).toBe(403);
      expect((await rawGet(shared(), "/api/runs", headers, "OPTIONS")).status).toBe(403);
    },
  );

  test("drops connections that ask for nothing, and keeps streams", async () => {
    const server = await startServer({ idleMs: 50 });
    const run = await startPaused(server);
    const stream = await openStream(server, run);
    await stream.nextOf("hello");
    const idle = connect(server.port, "127.0.0.1").resume();
    await once(idle, "close");
    await post(server, `/api/runs/${run}/control`, { do: "step" });
    expect((await stream.nextOf("frame")).data.hour).toBe(0);
  });

  test("takes changes as JSON alone, and no more of it than a page would send", async () => {
    const url = new URL("/api/runs", shared().url);
    const body = JSON.stringify(requestOf(shared()));
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/jsonp"]) {
      expect((await fetch(url, { method: "POST", headers: { "Content-Type": type }, body })).status).toBe(415);
    }
    const large = await post<{ error: string }>(shared(), "/api/runs", `{"scenario":"${"x".repeat(20_000)}"}`);
    expect(large).toMatchObject({ status: 413, body: { error: "expected a body of at most 16384 bytes" } });
    const inPieces = async (pieces: ReadableStream) =>
      (await fetch(url, { method: "POST", headers: JSON_TYPE, body: pieces, duplex: "half" } as RequestInit)).status;
    expect(await inPieces(new ReadableStream({ pull: (to) => to.enqueue(new Uint8Array(4096)) }))).toBe(413);
    expect(await inPieces(new Blob([body]).stream())).toBe(201);
  });

  test.each<[string, unknown, RegExp]>([
    ["no JSON", "{", /as JSON/],
    ["nothing", {}, /scenario: .*seed: /],
    ["a negative seed", { seed: -1 }, /seed: /],
    ["an unknown key", { more: 1 }, /more/],
    ["an unknown control", { settings: { subscribers: 5_000_000 } }, /subscribers/],
    ["a setting that is no number", { settings: { telephoneAgents: "1" } }, /telephoneAgents/],
    ["a setting out of range", { settings: { filterErrorRate: 0.5 } }, /filterErrorRate: .*0\.0001 to 0\.1.*0\.5/],
    ["half an agent", { settings: { telephoneAgents: 2.5 } }, /dissuasion\.agents/],
    ["a pace of nothing", { hoursPerSecond: 0 }, /hoursPerSecond/],
    ["a path", { scenario: "/etc/passwd" }, /no scenario .*expected one of small\.yaml, action-2022/],
    ["the path of the file itself", { scenario: "../small.yaml" }, /no scenario/],
    ["a name from a prototype", { scenario: "__proto__" }, /no scenario/],
    ["a prototype", '{"__proto__":{"scenario":"smoke"},"seed":1}', /scenario: /],
    ["an engine, which the command line alone may name", { settings: { "blocklist.engine": "x" } }, /engine/],
  ])("says what is wrong with a request that has %s", async (_, changes, message) => {
    const isWhole = typeof changes === "string" || Object.keys(changes as object).length === 0;
    const body = isWhole ? changes : { ...requestOf(shared()), ...(changes as object) };
    const { status, body: problem } = await post<{ error: string }>(shared(), "/api/runs", body);
    expect(status).toBe(400);
    expect(problem.error).toMatch(message);
    expect(problem.error).not.toMatch(/\bat .*:\d+:\d+/);
    expect(shared().faults).toEqual([]);
  });

  test("refuses commands that are none", async () => {
    const run = await startRun(shared());
    const commands = [{ do: "stop" }, { do: "pace" }, { do: "pace", hoursPerSecond: -1 }, { do: "play", x: 1 }, []];
    for (const command of commands) {
      expect((await post<{ error: string }>(shared(), `/api/runs/${run}/control`, command)).status).toBe(400);
    }
  });

  test("shows a client nothing of a fault but that there was one", async () => {
    const server = await startServer({
      reproduce: () => {
        throw new Error("secret of the machine");
      },
    });
    const { status, body } = await post<{ error: string }>(server, "/api/runs", requestOf(server));
    expect(status).toBe(500);
    expect(body).toEqual({ error: "something went wrong: see the server's own output" });
    expect(server.faults.map(String)).toEqual(["Error: secret of the machine"]);
  });

  test("takes it for no fault of its own when a client leaves, breaks off or sends nonsense in mid-body", async () => {
    const server = await startServer({ idleMs: 60 });
    const printed = vi.spyOn(console, "error");
    onTestFinished(() => printed.mockRestore());
    const head = "POST /api/runs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    const [sized, chunked] = ["Content-Length: 100\r\n\r\n{", "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"];
    const ways: [string, (socket: Socket) => unknown][] = [
      [sized, (socket) => socket.end()],
      [sized, (socket) => socket.resetAndDestroy()],
      [chunked, (socket) => socket.end()],
      [`${chunked}nonsense\r\n`, () => {}],
      // Takes too long.
      [sized, () => {}],
    ];
    const closed = ways.map(([body, leave]) => {
      const socket = rawClient(server, head + body).resume();
      setTimeout(() => leave(socket), 10);
      return once(socket, "close");
    });
    await Promise.all(closed);
    // What the server makes of it comes after.
    expect((await get(server, "/")).status).toBe(200);
    expect(server.faults).toEqual([]);
    expect(printed).not.toHaveBeenCalled();
  });
});

test("the catalogue has the scenario and the seed of the command line first, and every control's value in each", async () => {
  const mine = (await get<Catalogue>(shared(), "/api/catalogue")).body.scenarios;
  expect(mine.map(({ name }) => name)).toEqual(["small.yaml", ...shippedScenarios()]);
  expect(mine[0]).toMatchObject({ hours: 20, subscribers: 400, gangs: 8 });
  const server = await startServer({ scenario: "smoke", seed: 7 });
  const { controls, scenarios, seed } = (await get<Catalogue>(server, "/api/catalogue")).body;
  expect(seed).toBe(7);
  const others = shippedScenarios().filter((name) => name !== "smoke");
  expect(scenarios.map(({ name }) => name)).toEqual(["smoke", ...others]);
  const named = (name: string) => scenarios.find((scenario) => scenario.name === name)!;
  expect(named("classroom").idle).toEqual([]);
  expect(named("no-defences").idle).toEqual(idleControls(loadScenario("no-defences")));
  for (const { key, min, max } of controls) {
    expect(named("classroom").defaults[key]).toBeGreaterThanOrEqual(min);
    expect(named("classroom").defaults[key]).toBeLessThanOrEqual(max);
  }
});

describe("runs", () => {
  test("are four at a time: the oldest gives way, watched or not, and its stream ends", async () => {
    const server = await startServer();
    // Five runs would start fifteen threads, and none has to begin for this.
    const over = new AbortController();
    const starting = new Promise<never>((_, reject) => {
      over.signal.addEventListener("abort", () => reject(new Error("the test is over")));
    });
    const start = vi.spyOn(SimulationPool, "start");
    const lend = start.getMockImplementation()!;
    start.mockReturnValue(starting);
    onTestFinished(() => void start.mockImplementation(lend));
    const oldest = await startRun(server);
    const stream = await openStream(server, oldest);
    await stream.nextOf("hello");
    const others = await Promise.all(Array.from({ length: 4 }, () => startRun(server)));
    await stream.until(() => false).catch(() => {});
    expect((await get(server, `/api/runs/${oldest}/stream`)).status).toBe(404);
    for (const run of others) {
      expect((await post<Status>(server, `/api/runs/${run}/control`, { do: "pause" })).status).toBe(200);
    }
    expect(server.faults).toEqual([]);
    over.abort();
    expect((await fetch(new URL(`/api/runs/${others[0]}`, server.url), { method: "DELETE" })).status).toBe(204);
    expect((await post(server, `/api/runs/${others[0]}/control`, { do: "pause" })).status).toBe(404);
  });

  test("do not keep the server from closing, nor do open streams", async () => {
    const server = await startServer();
    const run = await startRun(server, { hoursPerSecond: 1 });
    const stream = await openStream(server, run);
    await stream.nextOf("hello");
    await server.close();
    expect(await stream.until(() => false).catch((error: Error) => error)).toBeInstanceOf(Error);
    await expect(fetch(server.url)).rejects.toThrow("fetch failed");
  });
});
