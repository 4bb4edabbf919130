/** Serves the page of `ringfence label`: one person, one file, one question at a time. */
import type { Hono } from "hono";
import { refuse } from "../../../core/http/guard.ts";
import { CONNECTIONS, createLimitedServer, type OpenServer, openServer } from "../../../core/http/limited-server.ts";
import { createPageApp } from "../../../core/http/page-app.ts";
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

const MAX_BODY_BYTES = 1024;

/** Throws RingfenceError "io" where the page is missing or the address cannot be had. */
export async function serveLabels(
  desk: LabelDesk,
  host: string,
  port: number,
  onFault: (fault: unknown) => void,
): Promise<OpenServer> {
  const app = createLabelApp(desk, host, onFault);
  return openServer(
    createLimitedServer(CONNECTIONS, (request) => app.fetch(request), onFault),
    host,
    port,
  );
}

export function createLabelApp(
  desk: LabelDesk,
  host: string,
  onFault: (fault: unknown) => void,
  files = readPageFiles(),
): Hono {
  const frame = { host, files, index: "/label.html", maxBodyBytes: MAX_BODY_BYTES, onFault };
  return createPageApp({ ...frame, output: "the output of ringfence label" }, (app) => {
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
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
