/** Serves the page of `ringfence label`: one person, one file, one question at a time. */
import type { AddressInfo } from "node:net";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { RingfenceError } from "../../../core/errors.ts";
import { guard, refuse, securityHeaders } from "../../../core/http/guard.ts";
import { CONNECTIONS, createLimitedServer, listen, urlOf } from "../../../core/http/limited-server.ts";
import { readPageFiles } from "../../../core/http/page-files.ts";
import { answerSchema, type LabelState } from "./protocol.ts";

/** What the page can ask for. Each returns what is so afterwards. */
export interface LabelDesk {
  state(): LabelState;
  /** Saved before it returns. */
  answer(line: number, answer: "fraud" | "benign" | "skip"): LabelState;
  undo(): LabelState;
  /** Writes the model. */
  finish(): LabelState;
}

export interface LabelServer {
  readonly url: string;
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 1024;
const PAGE = "/label.html";

/** Throws RingfenceError "io" where the page is missing or the address cannot be had. */
export async function serveLabels(
  desk: LabelDesk,
  host: string,
  port: number,
  onFault: (fault: unknown) => void,
): Promise<LabelServer> {
  const app = createLabelApp(desk, host, onFault);
  const server = createLimitedServer(CONNECTIONS, (request) => app.fetch(request), onFault);
  await listen(server, host, port);
  return {
    url: urlOf(host, (server.address() as AddressInfo).port),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

export function createLabelApp(
  desk: LabelDesk,
  host: string,
  onFault: (fault: unknown) => void,
  page = readPageFiles(),
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
  app.get("/api/label", (context) => context.json(desk.state()));
  app.post("/api/label/answer", async (context) => {
    const parsed = answerSchema.safeParse(jsonOf(await context.req.text()));
    if (!parsed.success) {
      return refuse(context, 400, 'expected {"line": a number, "answer": "fraud", "benign" or "skip"}');
    }
    return context.json(desk.answer(parsed.data.line, parsed.data.answer));
  });
  app.post("/api/label/undo", (context) => context.json(desk.undo()));
  app.post("/api/label/finish", (context) => context.json(desk.finish()));
  app.get("*", (context) => {
    const file = page.get(context.req.path === "/" ? PAGE : context.req.path);
    if (!file) return refuse(context, 404, "there is nothing here: the page is at /");
    return context.body(file.body, 200, { "Content-Type": file.type, "Cache-Control": "no-cache" });
  });
  app.notFound((context) => refuse(context, 404, "there is nothing here: the page is at /"));
  app.onError((fault, context) => {
    if (fault instanceof RingfenceError) return refuse(context, 400, fault.message);
    onFault(fault);
    return refuse(context, 500, "something went wrong: see the output of ringfence label");
  });
  return app;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
