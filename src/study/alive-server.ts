/** Serves the page of a study that is alive: drawn from its directory, on whatever machine sees it. */
import { Hono } from "hono";
import { RingfenceError, messageOf } from "../core/errors.ts";
import { guard, refuse, securityHeaders } from "../core/http/guard.ts";
import { CONNECTIONS, createLimitedServer, type OpenServer, openServer } from "../core/http/limited-server.ts";
import { CellRunner, RoundIsOver } from "./cells/cell-runner.ts";
import { CellStore } from "./cells/cell-store.ts";
import { alivePage, type FiguresSoFar } from "./page/alive-page.ts";
import { renderStudyPage, type StudySection } from "./page/study-page.ts";
import { studyStatus } from "./status.ts";
import type { Study } from "./study.ts";

export interface AliveOptions {
  readonly directory: string;
  /** What it asks, to show its figures; or why that cannot be told here. */
  readonly study: Study<object> | string;
  readonly host: string;
  readonly port: number;
  readonly onFault: (fault: unknown) => void;
}

/** However many look at it, it is drawn no more often than this. */
const LEAST_GAP_MS = 1_000;

/** Throws RingfenceError "usage" for a directory that holds no study, "io" where the address cannot be had. */
export async function serveStudy(options: AliveOptions): Promise<OpenServer> {
  const { host, port, onFault } = options;
  const app = createAliveApp(options);
  return openServer(
    createLimitedServer(CONNECTIONS, (request) => app.fetch(request), onFault),
    host,
    port,
  );
}

export function createAliveApp({ directory, study, host, onFault }: Omit<AliveOptions, "port">): Hono {
  const watched = new WatchedStudy(directory, study);
  const app = new Hono();
  app.use(securityHeaders());
  app.use(guard(host));
  app.get("/", async (context) => {
    const page = await watched.page();
    // It brings a policy of its own, which names its script and its style.
    context.header("Content-Security-Policy", "frame-ancestors 'none'");
    return context.html(page);
  });
  app.get("/status.json", (context) => context.json(studyStatus(directory)));
  app.notFound((context) =>
    refuse(context, 404, "there is nothing here: the page is at /, its figures at /status.json"),
  );
  app.onError((fault, context) => {
    if (fault instanceof RingfenceError) return refuse(context, 503, fault.message);
    onFault(fault);
    return refuse(context, 500, "something went wrong: see the server's own output");
  });
  return app;
}

class WatchedStudy {
  readonly #directory: string;
  readonly #study: Study<object> | null;
  readonly #runner: CellRunner | null;
  #why: string;
  #drawn: Promise<string> | null = null;
  #drawnMs = -Infinity;

  constructor(directory: string, study: Study<object> | string) {
    const store = CellStore.open(directory);
    this.#directory = directory;
    this.#study = typeof study === "string" ? null : study;
    this.#why = typeof study === "string" ? study : "";
    const look = { workers: 1, store, share: { mode: "look" } } as const;
    this.#runner = this.#study === null ? null : new CellRunner(this.#study.most, look);
  }

  page(): Promise<string> {
    if (this.#drawn === null || performance.now() - this.#drawnMs > LEAST_GAP_MS) {
      this.#drawn = this.#draw();
      this.#drawnMs = performance.now();
    }
    return this.#drawn;
  }

  async #draw(): Promise<string> {
    const figures = await this.#figures();
    const status = studyStatus(this.#directory, this.#runner?.known);
    const page = alivePage(status, figures, this.#why);
    return renderStudyPage(page, { isAlive: !status.isComplete });
  }

  async #figures(): Promise<FiguresSoFar | null> {
    const [study, runner] = [this.#study, this.#runner];
    if (study === null || runner === null) return null;
    let own: readonly StudySection[] = [];
    try {
      own = (await (await study.run(runner))?.soFar?.()) ?? [];
    } catch (error) {
      // A search waits for its round; a study with failed runs comes to nothing. What is there is shown all the same.
      if (!(error instanceof RoundIsOver)) this.#why = messageOf(error);
    }
    return { asked: runner.asked, own };
  }
}
