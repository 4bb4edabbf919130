/** The recipe for Kamailio as it is, but for its ports, with sipp as callers and telephones. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { readGuide } from "../guide.ts";
import { newFolder } from "../new-folder.ts";
import { freePorts, pathOf, recipe, whyWithout } from "./debian.ts";
import { newState } from "./running-gateway.ts";
import { call, startTelephones } from "./sip-caller.ts";
import { spawnGateway } from "./spawned-gateway.ts";

const LISTED = "13800138000";
const OTHERS = ["13711112222", "95588", "x%22,%22caller%22:%22", "+8613611112222"];
/** Machines of tests are slow now and then. */
const PATIENT = { "$http_req(timeout) = 200;": "$http_req(timeout) = 9000;" };
const why = whyWithout({
  kamailio: "kamailio",
  "http_async_client.so": "kamailio-extra-modules",
  sipp: "sip-tester",
});
if (why !== null) console.warn(`skipped, the recipe for Kamailio: ${why}`);

describe.skipIf(why !== null)("Kamailio asks a gateway about calls", () => {
  const folder = newFolder("kamailio");

  /** `changed`: more of the recipe. */
  async function startKamailio(
    ports: { sip: number; next: number; gateway: number },
    changed: Readonly<Record<string, string>> = {},
  ) {
    const config = join(folder, `kamailio-${ports.sip}.cfg`);
    writeFileSync(
      config,
      recipe("kamailio.cfg", {
        "127.0.0.1:5060": `127.0.0.1:${ports.sip}`,
        "127.0.0.1:5080": `127.0.0.1:${ports.next}`,
        "127.0.0.1:4290": `127.0.0.1:${ports.gateway}`,
        ...changed,
      }),
    );
    const words = ["-f", config, "-DD", "-E", "-m", "64", "-Y", folder, "-P", join(folder, `pid-${ports.sip}`)];
    const child = spawn(pathOf("kamailio")!, words, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
    onTestFinished(async () => {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    });
    await wait(1500);
    if (child.exitCode !== null) throw new Error(said);
    return (): string => said;
  }

  /** A gateway, telephones and Kamailio between them. */
  async function startAll(changed: Readonly<Record<string, string>> = {}, ...words: string[]) {
    const [sip, next, port] = (await freePorts(3)) as [number, number, number];
    const gateway = await spawnGateway(newState(), "--port", String(port), ...words);
    await gateway.ask("/v1/list", { add: [LISTED] });
    const flagged = startTelephones(folder, next);
    await startKamailio({ sip, next, gateway: port }, changed);
    return { sip, gateway, flagged };
  }

  test("200 a second, all right; killed, every call goes on; back, verdicts are", async () => {
    const [sip, next, port] = (await freePorts(3)) as [number, number, number];
    const state = newState();
    const start = () => spawnGateway(state, "--port", String(port));
    const gateway = await start();
    await gateway.ask("/v1/list", { add: [LISTED] });
    startTelephones(folder, next);
    // Here it is asked whether verdicts are right.
    const said = await startKamailio({ sip, next, gateway: port }, PATIENT);
    const callers = [LISTED, ...OTHERS];
    const load = loadavg()[0]!;
    const all = await call(folder, { port: sip, callers, count: 2000, aSecond: 200 });
    const isRight = ({ caller, status }: { caller: string; status: number }) =>
      status === (caller === LISTED ? 603 : 200);
    expect({ wrong: all.answers.filter((one) => !isRight(one)).slice(0, 5), said: said().slice(-500) }).toEqual({
      wrong: [],
      said: expect.any(String) as string,
    });
    expect(all.answers).toHaveLength(2000);
    expect(all.rejection).toContain("Q.850;cause=21");
    expect(all.milliseconds).toHaveLength(2000);
    const from = (share: number): string =>
      all.milliseconds[Math.ceil(all.milliseconds.length * share) - 1]!.toFixed(2);
    console.log(
      `Kamailio, 200 calls a second, from INVITE to verdict: p50 ${from(0.5)} ms, p95 ${from(0.95)}, ` +
        `p99 ${from(0.99)}, the longest ${from(1)}; load of the machine ${load.toFixed(1)} before`,
    );

    await gateway.end("SIGKILL");
    const without = await call(folder, { port: sip, callers, count: 400, aSecond: 200 });
    expect(new Set(without.answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(without.answers).toHaveLength(400);
    expect(said()).toContain("was not screened");

    const sinceMs = Date.now();
    await start();
    const upMs = Date.now() - sinceMs;
    const back = await call(folder, { port: sip, callers: [LISTED], count: 20, aSecond: 20 });
    expect(back.answers.filter(({ status }) => status !== 603)).toEqual([]);
    console.log(`Kamailio: a new gateway listens after ${upMs} ms, and the first call that comes then has its verdict`);
  });

  test("a caller's side that knows 608 gets it, with the card of whom to complain to", async () => {
    const { sip } = await startAll();
    const header = "Feature-Caps: *;+sip.608";
    const { answers, rejection } = await call(folder, { port: sip, callers: [LISTED], count: 1, aSecond: 1, header });
    expect(answers).toEqual([{ caller: LISTED, status: 608 }]);
    expect(rejection).toContain("purpose=jwscard");
  });

  test("a P-Asserted-Identity counts more than From, where the recipe's line is taken", async () => {
    const { sip } = await startAll({ ...PATIENT, "# if ($ai": "if ($ai" });
    const header = `P-Asserted-Identity: <tel:${LISTED}>`;
    const asserted = await call(folder, { port: sip, callers: OTHERS.slice(0, 1), count: 1, aSecond: 1, header });
    expect(asserted.answers).toMatchObject([{ status: 603 }]);
  });

  test("the guide's lines reject the listed caller, and put the other through", async () => {
    const [sip, next, port] = (await freePorts(3)) as [number, number, number];
    const gateway = await spawnGateway(newState(), "--port", String(port));
    await gateway.ask("/v1/list", { add: [LISTED] });
    const ports = { "127.0.0.1:5060": `127.0.0.1:${sip}`, "127.0.0.1:5080": `127.0.0.1:${next}` };
    mkdirSync(join(folder, "docs/recipes"), { recursive: true });
    writeFileSync(
      join(folder, "docs/recipes/kamailio.cfg"),
      recipe("kamailio.cfg", { ...ports, "127.0.0.1:4290": `127.0.0.1:${port}` }),
    );
    let [block] = readGuide("gateway").blocks("bash");
    for (const [from, to] of Object.entries({ ...ports, "-p 5080": `-p ${next}` })) block = block!.replaceAll(from, to);
    // Programs take a moment to start, less than it takes people to type.
    const [kamailio, telephone, ...calls] = block!.trimEnd().split("\n");
    const script = [kamailio, telephone, "sleep 4", ...calls.map((line) => `${line} && echo through`)].join("\n");
    const child = spawn("bash", ["-c", script], { cwd: folder, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    onTestFinished(() => void process.kill(-child.pid!, "SIGKILL"));
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => (said += text));
    }
    await once(child, "exit");
    expect(said).toContain("SIP/2.0 603 Network Blocked");
    // Of the line that writes the caller, and of the second call.
    expect(said.match(/^through$/gm)).toHaveLength(2);
  });

  test("a flagged call goes on with a header that says so", async () => {
    const { sip, flagged } = await startAll({}, "--set", "screening.blockScore=5000");
    const { answers } = await call(folder, { port: sip, callers: [LISTED, OTHERS[0]!], count: 10, aSecond: 10 });
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
    expect(flagged()).toBe(5);
  });

  test("a gateway that holds on to calls delays them by the time-out alone", async () => {
    const { sip, gateway } = await startAll();
    gateway.child.kill("SIGSTOP");
    const { answers, milliseconds } = await call(folder, { port: sip, callers: OTHERS, count: 200, aSecond: 100 });
    gateway.child.kill("SIGCONT");
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(200);
    console.log(
      `Kamailio, gateway frozen: calls go on after ${milliseconds[0]?.toFixed(0)} to ${milliseconds.at(-1)?.toFixed(0)} ms`,
    );
    expect(milliseconds[0]).toBeGreaterThan(150);
  });
});
