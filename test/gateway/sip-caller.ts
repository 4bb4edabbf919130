/** Calls made by sipp, Debian's SIP load generator, and what became of each. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";

export interface Calls {
  readonly port: number;
  /** Who calls, in turns. */
  readonly callers: readonly string[];
  readonly count: number;
  readonly aSecond: number;
  /** A line of the INVITE. */
  readonly header?: string;
}

export interface Called {
  /** Who got which status as the first that is more than "trying", in the order of the answers. */
  readonly answers: readonly { readonly caller: string; readonly status: number }[];
  /** Milliseconds from INVITE to that, to the microsecond, ascending. */
  readonly milliseconds: readonly number[];
  /** The whole of what the last call that was rejected was told. */
  readonly rejection: string;
}

/** Answers every call, as telephones do; returns what says how many of them were told of a flag. */
export function startTelephones(folder: string, port: number): () => number {
  const path = join(folder, `telephones-${port}.xml`);
  writeFileSync(path, TELEPHONES);
  const log = join(folder, `telephones-${port}.log`);
  const words = ["-sf", path, "-i", "127.0.0.1", "-p", String(port), "-nostdin", "-trace_logs", "-log_file", log];
  const child = spawn("sipp", words, { cwd: folder, stdio: "ignore" });
  onTestFinished(() => endOf(child));
  return () => readFileSync(log, "utf8").match(/^flag: +flag$/gm)?.length ?? 0;
}

/** Resolves once all calls are over. Throws where one has no answer. */
export async function call(folder: string, { port, callers, count, aSecond, header }: Calls): Promise<Called> {
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
