/** Figures of a worker for Prometheus, on loopback alone: its partitions, how far they are, and what was done twice. */
import { Hono } from "hono";
import { guard, refuse, securityHeaders } from "../../core/http/guard.ts";
import { CONNECTIONS, createLimitedServer, type OpenServer, openServer } from "../../core/http/limited-server.ts";
import { Metrics } from "../metrics.ts";
import type { StreamWorker } from "./worker.ts";

const HOST = "127.0.0.1";

/** Throws RingfenceError "io" where the port cannot be had. */
export async function serveMetrics(
  worker: Pick<StreamWorker, "partitions" | "counts">,
  port: number,
  onFault: (fault: unknown) => void,
): Promise<OpenServer> {
  const metrics = metricsOf(worker);
  const app = new Hono();
  app.use(securityHeaders());
  app.use(guard(HOST));
  app.get("/metrics", (context) =>
    context.body(metrics.text(), 200, { "Content-Type": "text/plain; version=0.0.4; charset=utf-8" }),
  );
  app.notFound((context) => refuse(context, 404, "there is nothing here: figures are at /metrics"));
  return openServer(
    createLimitedServer(CONNECTIONS, (request) => app.fetch(request), onFault),
    HOST,
    port,
  );
}

type Shown = StreamWorker["partitions"][number];

/** Of partitions, whoever has them. */
export function addPartitionGauges(metrics: Metrics, partitions: () => readonly Shown[]): void {
  const gauge = (name: string, help: string, read: (state: Shown) => number): void =>
    metrics.gauge(`ringfence_stream_${name}`, help, () =>
      Object.fromEntries(partitions().map((state) => [`partition="${state.partition}"`, read(state)])),
    );
  gauge("ready", "Whether its worker has caught up with the last verdict of the partition.", (one) => +one.isReady);
  gauge("waiting", "Messages that wait at the server, as of the last that came.", ({ waiting }) => waiting ?? 0);
  gauge("events", "Events of the partition, whoever screened them.", ({ events }) => events);
  gauge("flagged", "Of these, flagged.", ({ flagged }) => flagged);
  gauge("blocked", "Of these, blocked.", ({ blocked }) => blocked);
  gauge("input", "Sequence of the message that was screened last.", ({ input }) => input);
  gauge("tables", "Number of the tables in force.", ({ tables }) => tables);
}

/** What a worker counts, each with its name and what it is. */
export const WORKER_COUNTS = [
  ["screenedAgain", "events_screened_again", "Events that were screened again, and not published, since the start."],
  ["sentAgain", "verdicts_sent_again", "Messages of verdicts that were sent again since the start."],
  ["passedOver", "messages_passed_over", "Messages that were passed over since the start."],
] as const;

function metricsOf(worker: Pick<StreamWorker, "partitions" | "counts">): Metrics {
  const metrics = new Metrics();
  addPartitionGauges(metrics, () => worker.partitions);
  for (const [count, name, help] of WORKER_COUNTS) {
    metrics.gauge(`ringfence_stream_${name}`, help, () => worker.counts[count]);
  }
  return metrics;
}
