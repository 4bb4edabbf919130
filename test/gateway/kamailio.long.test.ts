/** The recipe for Kamailio as it is, but for its ports, with sipp as callers and telephones. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { readGuide } from "../guide.ts";
import { newFolder } from "../new-folder.ts";
import { freePorts, recipe, startServer, whyWithout } from "./debian.ts";
import { newState, spawnGateway } from "./running-gateway.ts";

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
    return startServer("kamailio", words, folder);
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

interface Calls {
  readonly port: number;
  /** Who calls, in turns. */
  readonly callers: readonly string[];
  readonly count: number;
  readonly aSecond: number;
  /** A line of the INVITE. */
  readonly header?: string;
}

/** Answers every call, as telephones do; returns what says how many of them were told of a flag. */
function startTelephones(folder: string, port: number): () => number {
  const path = join(folder, `telephones-${port}.xml`);
  writeFileSync(path, TELEPHONES);
  const log = join(folder, `telephones-${port}.log`);
  const words = ["-sf", path, "-i", "127.0.0.1", "-p", String(port), "-nostdin", "-trace_logs", "-log_file", log];
  const child = spawn("sipp", words, { cwd: folder, stdio: "ignore" });
  onTestFinished(() => endOf(child));
  return () => readFileSync(log, "utf8").match(/^flag: +flag$/gm)?.length ?? 0;
}

/**
 * Resolves once all calls are over. Throws where one has no answer. `answers`: who got which status as the first that
 * is more than "trying". `milliseconds`: from INVITE to that, to the microsecond, ascending. `rejection`: what the last
 * call that was rejected was told.
 */
async function call(folder: string, { port, callers, count, aSecond, header }: Calls) {
  const name = `calls-${readdirSync(folder).length}`;
  const path = (ending: string): string => join(folder, `${name}${ending}`);
  writeFileSync(path(".xml"), scenarioOf(header));
  writeFileSync(path(".csv"), `SEQUENTIAL\n${callers.map((caller) => `${caller};`).join("\n")}\n`);
  const words = ["-sf", path(".xml"), "-inf", path(".csv"), "-i", "127.0.0.1", "-m", String(count)];
  const rate = ["-r", String(aSecond), "-l", String(count), "-nostdin", "-recv_timeout", "10000"];
  // Its own clock counts in steps of 4 ms where the kernel ticks 250 times a second: messages have their times.
  const times = path("-times.csv");
  const traces = ["-trace_logs", "-log_file", path(".log"), "-trace_shortmsg", "-shortmessage_file", times];
  const child = spawn("sipp", [...words, ...rate, ...traces, `127.0.0.1:${port}`], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  onTestFinished(() => endOf(child));
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const [code] = (await once(child, "close")) as [number];
  if (code !== 0) throw new Error(`sipp ends with ${code}: ${stderr.slice(0, 500)}`);
  const lines = readFileSync(path(".log"), "utf8").split("\n");
  const answers = lines.flatMap((line) => {
    const [, caller, status] = /^answer (\S+) (\d+)$/.exec(line) ?? [];
    return caller === undefined ? [] : [{ caller, status: Number(status) }];
  });
  const milliseconds = answerTimes(readFileSync(times, "utf8"));
  const rejection = lines.findLast((line) => line.startsWith("rejected: ")) ?? "";
  return { answers, milliseconds, rejection };
}

/** Of messages, a line each: its day, time, seconds since 1970, whether it was sent, its call, CSeq and first line. */
function answerTimes(messages: string): number[] {
  const invited = new Map<string, number>();
  const milliseconds: number[] = [];
  for (const line of messages.split("\n")) {
    const [, , seconds, way, id = "", , first = ""] = line.split("\t");
    const sentMs = invited.get(id);
    if (way === "S" && first.startsWith("INVITE ") && sentMs === undefined) invited.set(id, Number(seconds) * 1000);
    if (way !== "R" || sentMs === undefined || !/^SIP\/2\.0 [2-6]/.test(first)) continue;
    milliseconds.push(Number(seconds) * 1000 - sentMs);
    invited.set(id, Number.NaN);
  }
  return milliseconds.filter((ms) => !Number.isNaN(ms)).sort((a, b) => a - b);
}

async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

/** Answered without ringing: of two answers by UDP the second may overtake the first. */
const TELEPHONES = `<?xml version="1.0" encoding="ISO-8859-1" ?>
<scenario name="telephones">
<recv request="INVITE">
<action><ereg regexp=".*" search_in="hdr" header="X-Ringfence:" assign_to="1"/><log message="flag: [$1]"/></action>
</recv>
<send retrans="500"><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_Record-Route:]
[last_From:]
[last_To:];tag=[pid]t[call_number]
[last_Call-ID:]
[last_CSeq:]
Contact: <sip:[local_ip]:[local_port]>
Content-Length: 0

]]></send>
<recv request="ACK"/>
<recv request="BYE"/>
<send><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:]
[last_Call-ID:]
[last_CSeq:]
Content-Length: 0

]]></send>
<Reference variables="1"/>
</scenario>
`;

/** A rejected call is acknowledged; others are answered by a telephone, and hung up at once. */
function scenarioOf(header: string | undefined): string {
  return `<?xml version="1.0" encoding="ISO-8859-1" ?>
<scenario name="call">
<send retrans="500" start_rtd="1"><![CDATA[
INVITE sip:13900139000@[remote_ip]:[remote_port] SIP/2.0
${head("INVITE", 1)}${header === undefined ? "" : `\n${header}`}
Content-Length: 0

]]></send>
<recv response="100" optional="true"/>
<recv response="603" optional="true" rtd="1" next="1">${outcome(603)}</recv>
<recv response="608" optional="true" rtd="1" next="1">${outcome(608)}</recv>
<recv response="404" optional="true" rtd="1" next="1">${outcome(404)}</recv>
<recv response="503" optional="true" rtd="1" next="1">${outcome(503)}</recv>
<recv response="200" rtd="1" rrs="true"><action><log message="answer [field0] 200"/></action></recv>
<send><![CDATA[
ACK [next_url] SIP/2.0
[routes]
${head("ACK", 1, "[peer_tag_param]")}
Content-Length: 0

]]></send>
<send retrans="500"><![CDATA[
BYE [next_url] SIP/2.0
[routes]
${head("BYE", 2, "[peer_tag_param]")}
Content-Length: 0

]]></send>
<recv response="200" next="2"/>
<label id="1"/>
<send next="2"><![CDATA[
ACK sip:13900139000@[remote_ip]:[remote_port] SIP/2.0
[last_Via:]
[last_From:]
[last_To:]
Call-ID: [call_id]
CSeq: 1 ACK
Max-Forwards: 70
Content-Length: 0

]]></send>
<label id="2"/>
<Reference variables="1,2"/>
</scenario>
`;
}

function head(method: string, sequence: number, to = ""): string {
  return `Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
From: <sip:[field0]@[local_ip]:[local_port]>;tag=[pid]t[call_number]
To: <sip:13900139000@[remote_ip]:[remote_port]>${to}
Call-ID: [call_id]
CSeq: ${sequence} ${method}
Contact: <sip:caller@[local_ip]:[local_port]>
Max-Forwards: 70`;
}

/** What is written to the log of an answer. */
function outcome(status: number): string {
  return (
    `<action><log message="answer [field0] ${status}"/>` +
    '<ereg regexp=".*" search_in="hdr" header="Call-Info:" assign_to="1"/>' +
    '<ereg regexp=".*" search_in="hdr" header="Reason:" assign_to="2"/>' +
    '<log message="rejected: [$1] [$2]"/></action>'
  );
}
