/**
 * Stands in for the server of the live page: made-up frames, whatever messages a test wants, and connections that drop
 * when told.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { textEdits } from "../../src/core/text-edits.ts";
import type { Explained } from "../../src/live/page/state.ts";
import { type PageFile, readPageFiles } from "../../src/core/http/page-files.ts";
import type { RunRequest, SampledEvent } from "../../src/live/server/protocol.ts";
import { CATALOGUE, PLAYING, eventOf, frameOf, helloOf } from "../live/page/frames.ts";

/** As strict as that of the real server. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'";

export interface FakeServer {
  readonly url: string;
  /** Sends the next hour to everybody who listens. */
  nextHour(): void;
  /** Breaks all streams; the next connection is served again. */
  drop(): void;
  close(): Promise<void>;
}

/** `text` and `caller` are in every event and warning. */
export async function startFake(text: string, caller = "106****00"): Promise<FakeServer> {
  const page = readPageFiles();
  const streams = new Set<ServerResponse>();
  let hour = 0;
  let runs = 0;
  const samples = (): SampledEvent[] => [0, 1, 2, 3].map((index) => eventOf(hour, index, { text, caller }));
  const frame = () => ({
    ...frameOf(hour, hour, samples()),
    warnings: [{ id: hour, hour, level: "high" as const, subscriber: caller, text }],
  });

  const server = createServer((request, response) => {
    response.setHeader("content-security-policy", POLICY);
    const [path] = request.url!.split("?");
    if (path === "/api/catalogue") return sendJson(response, 200, CATALOGUE);
    if (path === "/api/runs") {
      return void readBody(request).then(() => {
        sendJson(response, 201, { run: `run-${++runs}`, reproduce: text });
      });
    }
    if (!path!.startsWith("/api/")) return sendFile(response, page, path!);
    if (path!.endsWith("/stream")) {
      response.writeHead(200, { "content-type": "text/event-stream" });
      send(response, "hello", {
        ...helloOf(`run-${runs}`, hour),
        frame: frame(),
        status: { ...PLAYING, reproduce: text },
      });
      streams.add(response);
      response.on("close", () => streams.delete(response));
      return;
    }
    if (path!.includes("/events/")) {
      const event = samples().find(({ id }) => path!.endsWith(id));
      return event ? sendJson(response, 200, explained(event, text)) : sendJson(response, 404, { error: text });
    }
    if (path!.endsWith("/control")) return sendJson(response, 200, helloOf("", null).status);
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    nextHour() {
      hour++;
      for (const stream of streams) send(stream, "frame", frame());
    },
    drop() {
      for (const stream of streams) stream.destroy();
    },
    close: () => close(server),
  };
}

const HOUR_MS = 3_600_000;

/** Began at hour 2, ended at 30. */
const OUTCOME: Explained["outcome"] = {
  episode: {
    gang: 1,
    target: 5,
    subscriber: 42,
    typology: "loan",
    engagedMs: 2 * HOUR_MS,
    endMs: 30 * HOUR_MS,
    deadlineMs: 30 * HOUR_MS,
    outcome: "lost",
    lossYuan: 97_972,
    contacts: 3,
    blocked: 1,
    chats: 2,
  },
  afterEnd: false,
  alreadyIn: null,
  warnings: [
    {
      id: 4,
      pushedMs: 27 * HOUR_MS,
      level: "medium",
      finalLevel: "high",
      deliveries: [
        { channel: "message", ordinal: 1, timeMs: 28.5 * HOUR_MS, inTime: true, heeded: false },
        { channel: "visit", ordinal: 1, timeMs: 31 * HOUR_MS, inTime: false, heeded: false },
      ],
    },
    { id: 5, pushedMs: 29 * HOUR_MS, level: "low", finalLevel: "low", deliveries: [] },
  ],
};

function explained(event: SampledEvent, text: string): Explained {
  const word = { index: 7, bits: 0b1010, set: true };
  const parts = [
    { name: "prior", weight: -420 },
    { name: "textMatch", weight: 380 },
    { name: text, weight: 240 },
  ];
  return {
    event,
    explanation: {
      event: { kind: "message", caller: event.caller, callerForm: "alphanumeric", route: "enterprise", text },
      stages: {
        links: { ...on("Links"), saw: { found: 1, hosts: [text] }, words: { en: `1: ${text}`, zh: `1 个：${text}` } },
        blocklist: {
          ...on("Blocklist"),
          picture: "lookUps",
          saw: [
            {
              of: "caller",
              key: event.caller,
              probe: { engine: "packed-bloom", block: 1, words: [word], filterSays: true, listed: false },
              neighbours: 3,
            },
          ],
        },
        lookalike: {
          ...on("Look-alike"),
          saw: { caller: { name: text, edits: 1 }, domain: null },
          words: { en: `caller passes for ${text}`, zh: `主叫冒充 ${text}` },
        },
        match: {
          ...on("Text match"),
          picture: "nearestText",
          saw: {
            normalised: text,
            threshold: 0.75,
            nearest: {
              template: 3,
              name: text,
              original: text,
              distance: 2,
              length: 20,
              similarity: 0.9,
              matched: true,
              edits: textEdits(text.slice(2), text),
            },
          },
        },
        behaviour: {
          ...on("Behaviour"),
          saw: { attempts: 4, fanOut: 3, calls: 2, answered: 1, meanDurationS: 20 },
          words: { en: "4 attempts at 3 people", zh: "尝试 4 次，涉及 3 人" },
        },
        provenance: {
          ...on("Provenance"),
          saw: {
            numberAgeDays: 5,
            deviceNumbers: 12,
            cells: 1,
            outgoingShare: 0.9,
            domainAgeDays: null,
          },
          words: { en: "number activated 5 days ago", zh: "号码开通 5 天" },
        },
        learned: {
          ...on("Learned text"),
          saw: {
            grade: "likely",
            logOdds: 2,
            score: 0.1,
            blockThreshold: 0.3,
            flagThreshold: 0,
            spokeFor: [{ text, weight: 0.2 }],
            spokeAgainst: [],
            others: { pieces: 0, whole: 0.1, bias: -0.2 },
            model: text,
          },
          words: { en: `for: ${text}`, zh: `支持：${text}` },
        },
        classify: {
          ...on("Classify"),
          saw: { parts, score: 200, flagScore: -120, blockScore: 180, risk: 0.88, verdict: "block", isAdvice: false },
        },
      },
    },
    truth: {
      id: event.id,
      fraud: true,
      gang: 1,
      target: 5,
      subscriber: 42,
      typology: "loan",
      script: text,
      step: 0,
      attempt: 0,
      technology: "mobile",
      obfuscation: 2,
      domain: null,
    },
    outcome: OUTCOME,
  };
}

function on(title: string) {
  return { title: { en: title, zh: title }, isOn: true, words: null };
}

/** A page that has lost it tries again soon. */
function send(stream: ServerResponse, event: string, data: object): void {
  stream.write(`event: ${event}\nretry: 200\ndata: ${JSON.stringify(data)}\n\n`);
}

function sendJson(response: ServerResponse, status: number, document: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(document));
}

function sendFile(response: ServerResponse, page: ReadonlyMap<string, PageFile>, path: string): void {
  const file = page.get(path === "/" ? "/index.html" : path) ?? page.get(path);
  if (file === undefined) response.writeHead(404).end();
  else response.writeHead(200, { "content-type": file.type }).end(file.body);
}

async function readBody(request: IncomingMessage): Promise<RunRequest> {
  let body = "";
  for await (const piece of request) body += String(piece);
  return JSON.parse(body) as RunRequest;
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
