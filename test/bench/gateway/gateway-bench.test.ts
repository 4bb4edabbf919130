import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { gatewayDetailsIn } from "../../../bench/gateway/details.ts";
import { DoorClient } from "../../../bench/gateway/door-client.ts";
import { type GatewayBenchOptions, measureGateway } from "../../../bench/gateway/gateway-bench.ts";
import { renderGateway } from "../../../bench/gateway/render.ts";
import { EVENTS_AT_ONCE, makeTraffic, SHAPES } from "../../../bench/gateway/shapes.ts";
import { runBench } from "../../../bench/harness/bench.ts";
import { LatencyRecorder } from "../../../bench/harness/latency/latency-recorder.ts";
import { renderBench } from "../../../bench/harness/render.ts";
import { benchResultSchema } from "../../../bench/harness/result.ts";
import { renderBenchPage } from "../../../bench/html/bench-page.ts";

test("bench gateway at smoke size asks both servers in every shape, and all events are answered", async () => {
  const options = { size: "smoke", seed: 1, onProgress: () => {}, arrivals: "poisson", model: "none" } as const;
  const result = await runBench<GatewayBenchOptions>("gateway", measureGateway, options, "ringfence bench gateway");
  benchResultSchema.parse(result);
  const { points, throughputs, reloads } = gatewayDetailsIn(result)!;
  expect(points.map(({ door, shape }) => `${door}, ${shape}`)).toEqual(
    SHAPES.flatMap((shape) => [`gateway, ${shape}`, `bare server, ${shape}`]),
  );
  for (const { ratePerSecond, offered, responseUs } of points) {
    // For 0.1 s.
    expect(Math.abs(offered - ratePerSecond / 10)).toBeLessThan(ratePerSecond / 15);
    expect(responseUs.max).toBeGreaterThanOrEqual(responseUs.p50);
    expect(responseUs.p50).toBeGreaterThan(0);
  }
  expect(throughputs.map(({ door, shape }) => `${door}, ${shape}`)).toEqual(
    ["single events", "NDJSON"].flatMap((shape) => [`gateway, ${shape}`, `bare server, ${shape}`]),
  );
  for (const { eventsPerSecond } of throughputs) expect(eventsPerSecond).toBeGreaterThanOrEqual(1);
  expect(reloads).toMatchObject([{ reloads: expect.any(Number) as number }]);
  expect(reloads[0]!.reloads).toBeGreaterThan(0);
  expect(Math.min(...reloads[0]!.listedMs)).toBeGreaterThan(0);
  expect(result.comparisons.map(({ n }) => n)).toEqual([1, 1, 1, 1, 1]);
  const printed = renderBench(result, { colour: false }, renderGateway(result, { colour: false }));
  expect(printed).toContain("what the gateway adds, single events");
  expect(renderBenchPage(result)).toContain("gateway, NDJSON");
});

describe("the client of the bench", () => {
  const { prepared } = makeTraffic(1, 300, 10);

  /** What becomes of events that are sent to a server that answers so. */
  async function sendTo(server: Server, shape: (typeof SHAPES)[number]) {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const recorder = new LatencyRecorder({ fromMs: 0, untilMs: 100 });
    let settle: (fault: Error | null) => void;
    const settled = new Promise<Error | null>((resolve) => (settle = resolve));
    const { port } = server.address() as AddressInfo;
    const client = await DoorClient.open({
      port,
      shape,
      connections: 1,
      prepared,
      recorder,
      clock: () => 7,
      onFault: (fault) => settle(fault),
    });
    client.put(0, new Float64Array(EVENTS_AT_ONCE[shape]).fill(2), EVENTS_AT_ONCE[shape]);
    const look = setInterval(() => client.unanswered === 0 && settle(null), 2);
    const fault = await settled;
    clearInterval(look);
    client.end();
    server.closeAllConnections();
    server.close();
    return { fault, recorder };
  }

  test("sends whole events, and counts from when each was due", async () => {
    for (const shape of SHAPES) {
      const bodies: string[] = [];
      const server = createServer((request, response) => {
        request.setEncoding("utf8").on("data", (part: string) => {
          bodies.push(part);
          if (shape === "NDJSON") response.write('{"verdict":"allow"}\n'.repeat(part.match(/\n/g)?.length ?? 0));
        });
        request.on("end", () => response.end('{"verdict":"allow"}'));
      });
      const { fault, recorder } = await sendTo(server, shape);
      expect(fault).toBeNull();
      const events = EVENTS_AT_ONCE[shape];
      const whole = bodies.join("");
      const sent: unknown[] =
        shape === "NDJSON"
          ? whole
              .trimEnd()
              .split("\n")
              .map((line) => JSON.parse(line) as unknown)
          : [JSON.parse(whole)].flat();
      expect(sent).toHaveLength(events);
      expect(sent.at(-1)).toMatchObject({ id: `e${events - 1}` });
      expect(recorder.response.count).toBe(events);
      expect(Math.round(recorder.response.percentileUs(50) / 1000)).toBe(5);
    }
  });

  test("takes no refusal for an answer, and no end either", async () => {
    const refusing = createServer((_, response) => response.writeHead(503).end("{}"));
    expect((await sendTo(refusing, "single events")).fault?.message).toContain("it answered HTTP/1.1 503");
    const leaving = createServer((request) => request.socket.destroy());
    expect((await sendTo(leaving, "arrays of 100")).fault?.message).toContain("the connection ended");
  });
});
