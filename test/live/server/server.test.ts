/** Who may ask the server for what, and what it does when too much is asked. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { shippedScenarios } from "../../../src/scenario/file.ts";
import type { Catalogue, Problem, RunAccepted, Status } from "../../../src/live/server/protocol.ts";
import { get, openStream, post, rawClient, rawGet, remove, requestOf, startRun, startServer } from "./live-server.ts";

const JSON_TYPE = { "Content-Type": "application/json" };

describe("the page", () => {
  test("is handed out with headers that let it load nothing from elsewhere, and so are its files", async () => {
    const server = await startServer();
    const { status, headers, body } = await get<string>(server, "/");
    expect({ status, body }).toEqual({ status: 200, body: "<!doctype html><title>page</title>" });
    expect(headers.get("content-security-policy")).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
        "base-uri 'none'; frame-ancestors 'none'; form-action 'none'",
    );
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
    const script = await get<string>(server, "/assets/page.js");
    expect({ status: script.status, type: script.headers.get("content-type") }).toEqual({
      status: 200,
      type: "text/javascript; charset=utf-8",
    });
  });

  test.each([
    "/../package.json",
    "/assets/../../package.json",
    "/..%2f..%2fpackage.json",
    "/%2e%2e/package.json",
    "/assets/..%5c..%5cpackage.json",
    "//etc/passwd",
    "/assets",
    "/page.js",
    "/__proto__",
    "/constructor",
    "/%00",
    "/%E0%A4%A",
  ])("is all that there is: %s is refused, with the same headers", async (path) => {
    const server = await startServer();
    const { status, body } = await rawGet(server, path, { Host: `localhost:${server.port}` });
    expect([400, 404]).toContain(status);
    expect(body).not.toMatch(/dependencies|root:|at .*\.ts/);
    expect((await get(server, "/nothing")).headers.get("content-security-policy")).toContain("default-src 'none'");
  });
});

describe("the server", () => {
  test.each([
    "evil.example",
    "evil.example:4280",
    "localhost.evil.example",
    "10.0.0.1",
    "127.0.0.1.evil.example",
    "[::2]",
  ])("refuses the name %s, by which a page from elsewhere would reach it", async (host) => {
    const server = await startServer();
    const { status, body } = await rawGet(server, "/api/catalogue", { Host: host });
    expect(status).toBe(403);
    expect((JSON.parse(body) as Problem).error).toMatch(/does not go by the name .*open it as 127\.0\.0\.1/);
  });

  test("drops connections that ask for nothing, and keeps streams", async () => {
    const server = await startServer({ idleMs: 300 });
    const { run } = await startRun(server);
    const stream = await openStream(server, run);
    await stream.nextOf("hello");
    const idle = Array.from({ length: 3 }, () => connect(server.port, "127.0.0.1"));
    const dropped = Promise.all(idle.map((socket) => once(socket.resume(), "close")));
    await Promise.all(idle.map((socket) => once(socket, "connect")));
    const host = { Host: `127.0.0.1:${server.port}` };
    await dropped;
    expect((await rawGet(server, "/", host)).status).toBe(200);
    await post(server, `/api/runs/${run}/control`, { do: "step" });
    expect((await stream.nextOf("frame")).data.hour).toBe(0);
  });

  test.each(["localhost", "LOCALHOST", "127.0.0.1", "[::1]"])(
    "goes by the name %s, whatever the port",
    async (host) => {
      const server = await startServer();
      for (const port of ["", ":9999"]) {
        expect((await rawGet(server, "/api/catalogue", { Host: `${host}${port}` })).status).toBe(200);
      }
    },
  );

  test.each(["http://evil.example", "null", "http://localhost:1", "https://127.0.0.1", "file://"])(
    "refuses what a page of %s asks for, reading and writing alike",
    async (origin) => {
      const server = await startServer();
      const headers = { Host: `127.0.0.1:${server.port}`, Origin: origin };
      expect((await rawGet(server, "/api/catalogue", headers)).status).toBe(403);
      expect((await rawGet(server, "/api/runs", { ...headers, ...JSON_TYPE }, "POST")).status).toBe(403);
      expect((await rawGet(server, "/api/runs/x", headers, "DELETE")).status).toBe(403);
      expect((await rawGet(server, "/api/runs", headers, "OPTIONS")).status).toBe(403);
    },
  );

  test("takes changes as JSON alone, and no more of it than a page would send", async () => {
    const server = await startServer();
    const url = new URL("/api/runs", server.url);
    const body = JSON.stringify(requestOf(server));
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/jsonp"]) {
      expect((await fetch(url, { method: "POST", headers: { "Content-Type": type }, body })).status).toBe(415);
    }
    const large = await post<Problem>(server, "/api/runs", `{"scenario":"${"x".repeat(20_000)}"}`);
    expect(large).toMatchObject({ status: 413, body: { error: "expected a body of at most 16384 bytes" } });
    const endless = await fetch(url, {
      method: "POST",
      headers: JSON_TYPE,
      body: new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(4096)) }),
      duplex: "half",
    } as RequestInit);
    expect(endless.status).toBe(413);
    const inPieces = await fetch(url, {
      method: "POST",
      headers: JSON_TYPE,
      body: new Blob([body]).stream(),
      duplex: "half",
    } as RequestInit);
    expect(inPieces.status).toBe(201);
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
    [
      "a prototype in the settings",
      '{"scenario":"smoke","seed":1,"settings":{"__proto__":{"telephoneAgents":1}},"hoursPerSecond":null,"playing":false}',
      /__proto__/,
    ],
  ])("says what is wrong with a request that has %s", async (_, changes, message) => {
    const server = await startServer();
    const body =
      typeof changes === "string" || Object.keys(changes as object).length === 0
        ? changes
        : { ...requestOf(server), ...(changes as object) };
    const { status, body: problem } = await post<Problem>(server, "/api/runs", body);
    expect(status).toBe(400);
    expect(problem.error).toMatch(message);
    expect(problem.error).not.toMatch(/\bat .*:\d+:\d+/);
    expect(server.faults).toEqual([]);
  });

  test("refuses commands that are none", async () => {
    const server = await startServer();
    const { run } = await startRun(server);
    for (const command of [
      { do: "stop" },
      { do: "pace" },
      { do: "pace", hoursPerSecond: -1 },
      { do: "play", x: 1 },
      [],
    ]) {
      expect((await post<Problem>(server, `/api/runs/${run}/control`, command)).status).toBe(400);
    }
  });

  test("shows a client nothing of a fault but that there was one", async () => {
    const server = await startServer({
      reproduce: () => {
        throw new Error("secret of the machine");
      },
    });
    const { status, body } = await post<Problem>(server, "/api/runs", requestOf(server));
    expect(status).toBe(500);
    expect(body).toEqual({ error: "something went wrong: see the server's own output" });
    expect(server.faults.map(String)).toEqual(["Error: secret of the machine"]);
  });

  test.each([
    ["leaves", "Content-Length: 100\r\n\r\n{", (socket: Socket) => socket.end()],
    ["breaks off", "Content-Length: 100\r\n\r\n{", (socket: Socket) => socket.resetAndDestroy()],
    ["leaves", "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n", (socket: Socket) => socket.end()],
    ["sends nonsense", "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\nnonsense\r\n", () => {}],
    ["takes too long", "Content-Length: 100\r\n\r\n{", () => {}],
  ])("takes it for no fault of its own when a client %s in mid-body, after %j", async (_, body, leave) => {
    const server = await startServer({ idleMs: 100 });
    const told = vi.spyOn(console, "error");
    onTestFinished(() => told.mockRestore());
    const head = "POST /api/runs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    const socket = rawClient(server, head + body).resume();
    const closed = once(socket, "close");
    setTimeout(() => leave(socket), 50);
    await closed;
    // What the server makes of it comes after.
    expect((await get(server, "/")).status).toBe(200);
    expect(server.faults).toEqual([]);
    expect(told).not.toHaveBeenCalled();
  });
});

describe("the catalogue", () => {
  test("has the scenario and the seed of the command line first, and every control's value in each", async () => {
    const server = await startServer({ seed: 7 });
    const { controls, scenarios, seed } = (await get<Catalogue>(server, "/api/catalogue")).body;
    expect(seed).toBe(7);
    expect(scenarios.map(({ name }) => name)).toEqual(["small.yaml", ...shippedScenarios()]);
    expect(scenarios[0]).toMatchObject({ hours: 20, subscribers: 400, gangs: 8 });
    const shipped = (await get<Catalogue>(await startServer({ scenario: "smoke" }), "/api/catalogue")).body.scenarios;
    const idleIn = (name: string): object => shipped.find((scenario) => scenario.name === name)!.idle;
    expect(idleIn("classroom")).toEqual({});
    expect(idleIn("no-defences")).toEqual({
      filterEntries: "noBlocklist",
      filterErrorRate: "noBlocklist",
      matchThreshold: "noMatch",
      reportDelayHours: "noComplaints",
      telephoneAgents: "noWarnings",
      warningThreshold: "noWarnings",
    });
    expect(shipped.map(({ name }) => name)).toEqual([
      "smoke",
      ...shippedScenarios().filter((name) => name !== "smoke"),
    ]);
    const classroom = shipped.find(({ name }) => name === "classroom")!;
    for (const { key, min, max } of controls) {
      expect(classroom.defaults[key]).toBeGreaterThanOrEqual(min);
      expect(classroom.defaults[key]).toBeLessThanOrEqual(max);
    }
  });
});

describe("runs", () => {
  test("are so many at a time: the one that nobody watched for longest makes room, and none that is watched", async () => {
    const server = await startServer({ limits: { maxRuns: 2, graceMs: 0 } });
    const first = await startRun(server);
    const second = await startRun(server);
    const watching = await openStream(server, first.run);
    await watching.nextOf("hello");
    const over = watching.readOn();
    const third = await startRun(server);
    expect((await get(server, `/api/runs/${second.run}/stream`)).status).toBe(404);
    void (await openStream(server, third.run)).readOn();
    const refused = await post<Problem>(server, "/api/runs", requestOf(server));
    expect(refused).toMatchObject({
      status: 409,
      body: { error: expect.stringMatching(/close the page of one, or end it/) },
    });
    expect(await remove(server, `/api/runs/${first.run}`)).toBe(204);
    await over;
    expect((await post<RunAccepted>(server, "/api/runs", requestOf(server))).status).toBe(201);
  });

  test("make room when their page was closed, as soon as it had the time to come back", async () => {
    const server = await startServer({ limits: { maxRuns: 1, returnMs: 100 } });
    const first = await startRun(server);
    const stream = await openStream(server, first.run);
    await stream.nextOf("hello");
    stream.close();
    // The server has to notice that it is gone.
    const status = async () => (await post<RunAccepted>(server, "/api/runs", requestOf(server))).status;
    await expect.poll(status, { timeout: 120_000 }).toBe(201);
    expect((await get(server, `/api/runs/${first.run}/stream`)).status).toBe(404);
  });

  test("that come all at once are never more than may be, and one just begun is left to its page", async () => {
    const server = await startServer({ limits: { maxRuns: 2 } });
    const asked = Array.from({ length: 5 }, () => post<RunAccepted>(server, "/api/runs", requestOf(server)));
    const answers = await Promise.all(asked);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 409, 409, 409]);
    const stream = await openStream(server, answers[0]!.body.run!);
    expect((await stream.nextOf("hello")).event).toBe("hello");
  });

  test("are paused when nobody watches, and ended when nobody comes back; a client that goes is noticed", async () => {
    const limits = { pauseAfterMs: 100, endAfterMs: 600_000 };
    const server = await startServer({ limits });
    const { run } = await startRun(server, { playing: true, hoursPerSecond: 1 });
    const stream = await openStream(server, run);
    await stream.untilBegun();
    const pace = { do: "pace", hoursPerSecond: 1 };
    stream.close();
    const stateOn = async (at: typeof server, id: string): Promise<string> =>
      (await post<Status>(at, `/api/runs/${id}/control`, pace)).body.state ?? "gone";
    await expect.poll(() => stateOn(server, run), { timeout: 120_000 }).toBe("paused");
    const brief = await startServer({ limits: { ...limits, endAfterMs: 200 } });
    const left = await startRun(brief, { playing: true, hoursPerSecond: 1 });
    await expect.poll(() => stateOn(brief, left.run), { timeout: 120_000 }).toBe("gone");
  });

  test("do not keep the server from closing, nor do open streams", async () => {
    const server = await startServer();
    const { run } = await startRun(server, { playing: true, hoursPerSecond: 1 });
    const stream = await openStream(server, run);
    await stream.nextOf("hello");
    await server.close();
    expect(await stream.until(() => false).catch((error: Error) => error)).toBeInstanceOf(Error);
    await expect(fetch(server.url)).rejects.toThrow("fetch failed");
  });
});

test("a run uses the engine of a module that the command line names, and the page cannot name another", async () => {
  const engine = fileURLToPath(new URL("../../fixtures/engines/set-filter.mjs", import.meta.url));
  const server = await startServer({ set: [`blocklist.engine=${engine}`] });
  const { run } = await startRun(server, { hoursPerSecond: null, playing: true });
  const stream = await openStream(server, run);
  const told = await stream.until(({ event, data }) => event === "status" && /ended|failed/.test(data.state));
  expect(told.at(-1)).toMatchObject({ data: { state: "ended" } });
  expect(server.faults).toEqual([]);
  const other = { ...requestOf(server, {}), settings: { "blocklist.engine": engine } };
  expect((await post<Problem>(server, "/api/runs", other)).status).toBe(400);
});
