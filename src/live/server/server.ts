/** The server of the live page: sends the page, starts runs, and streams them, by the routes of protocol.ts. */
import { setMaxListeners } from "node:events";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { RingfenceError } from "../../core/errors.ts";
import { guard, refuse, securityHeaders } from "../../core/http/guard.ts";
import { type PageFile, readPageFiles } from "../../core/http/page-files.ts";
import { type OpenServer, openServer } from "../../core/http/server.ts";
import { chooseEngines, loadEngines } from "../../detect/engines.ts";
import { loadScenario, type Setting } from "../../scenario/file.ts";
import type { LiveRun } from "./live-run.ts";
import { COMMAND, RUN_REQUEST, readBody } from "./requests.ts";
import { RunList, type RunListOptions } from "./run-list.ts";
import { ScenarioList } from "./scenario-list.ts";
import { streamRun } from "./stream.ts";

export interface ServeOptions extends RunListOptions {
  /** A shipped scenario, or the path of a file, and the seed: the page's start. */
  readonly scenario: string;
  readonly seed: number;
  /** As `run --set` takes them, for every scenario. An engine may be a module. */
  readonly set?: readonly string[];
  readonly over?: readonly Setting[];
  readonly host: string;
  readonly port: number;
  readonly page?: ReadonlyMap<string, PageFile>;
  readonly idleMs?: number;
}

/**
 * Listens; closing ends runs and streams. Throws RingfenceError: "config" or "usage" for the scenario, "io" if the page
 * is missing or the address is taken.
 */
export async function servePage(options: ServeOptions): Promise<OpenServer> {
  const { host, port, scenario, seed, set = [], over = [], onFault, idleMs } = options;
  await loadEngines(chooseEngines(loadScenario(scenario, [...over, ...set])));
  const scenarios = new ScenarioList(scenario, seed, set, over);
  const runs = new RunList(options);
  const closing = new AbortController();
  // One for each stream.
  setMaxListeners(0, closing.signal);
  const app = createApp(options, runs, scenarios, closing.signal);
  const end = (): Promise<void> => {
    closing.abort();
    return runs.close();
  };
  return openServer({ host, port, answer: app.fetch, onFault, idleMs, end });
}

/** A run request is a few hundred bytes. */
const MAX_BODY_BYTES = 16 * 1024;

const NO_RUN = "there is no such run: it gave way to a newer one, or the server was started anew. Start another";

function createApp(
  { host, page = readPageFiles(), onFault }: ServeOptions,
  runs: RunList,
  scenarios: ScenarioList,
  closing: AbortSignal,
): Hono {
  const app = new Hono();
  app.use(securityHeaders());
  app.use(guard(host));
  app.use(
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: (context) => refuse(context, 413, `expected a body of at most ${MAX_BODY_BYTES} bytes`),
    }),
  );
  const withRun = (answer: (context: Context, run: LiveRun) => Response | Promise<Response>) => (context: Context) => {
    const run = runs.get(context.req.param("run")!);
    return run ? answer(context, run) : refuse(context, 404, NO_RUN);
  };

  app.get("/api/catalogue", (context) => context.json(scenarios.catalogue()));
  app.post("/api/runs", async (context) => {
    const request = await readBody(context, RUN_REQUEST, "a run request");
    if (closing.aborted) return refuse(context, 503, "the server is closing, and starts no run: start the server anew");
    const run = runs.start(request, scenarios.prepare(request));
    return context.json({ run: run.id }, 201);
  });
  app.get(
    "/api/runs/:run/stream",
    withRun((context, run) => {
      // A HEAD request has nobody to read the stream.
      if (context.req.method !== "GET") return refuse(context, 405, "a stream is read by GET");
      return streamRun(context, run, closing);
    }),
  );
  app.post(
    "/api/runs/:run/control",
    withRun(async (context, run) => context.json(run.command(await readBody(context, COMMAND, "a command")))),
  );
  app.get(
    "/api/runs/:run/events/:event",
    withRun((context, run) => {
      const explained = run.explain(context.req.param("event")!);
      if (explained) return context.json(explained);
      const why =
        "this event is not, or no longer, among the last that were sampled: pause the run and take one of the latest";
      return refuse(context, 404, why);
    }),
  );
  app.delete(
    "/api/runs/:run",
    withRun(async (context, run) => {
      await runs.end(run.id);
      return context.body(null, 204);
    }),
  );
  app.get("*", (context, next) => {
    const file = page.get(context.req.path);
    if (!file) return next();
    return context.body(file.body, 200, { "Content-Type": file.type, "Cache-Control": "no-cache" });
  });
  app.notFound((context) => refuse(context, 404, "there is nothing here: the page is at /"));
  app.onError((fault, context) => {
    if (fault instanceof RingfenceError) return refuse(context, 400, fault.message);
    // The client has left in mid-body: nobody's fault, and nobody reads this.
    if ("code" in fault && fault.code === "ECONNRESET") return refuse(context, 400, "the request is not complete");
    onFault(fault);
    return refuse(context, 500, "something went wrong: see the server's own output");
  });
  return app;
}
