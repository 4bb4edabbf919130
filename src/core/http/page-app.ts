/** The frame of a server that hands out a page: who may ask, how much, and what is said of a fault. */
import { type Env, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { RingfenceError } from "../errors.ts";
import { guard, refuse, securityHeaders } from "./guard.ts";
import type { PageFile } from "./page-files.ts";

interface PageAppOptions {
  /** On which the server listens. */
  readonly host: string;
  readonly files: ReadonlyMap<string, PageFile>;
  readonly maxBodyBytes: number;
  readonly onFault: (fault: unknown) => void;
}

const NOTHING_HERE = "there is nothing here: the page is at /";

/** `addRoutes`: those of the server itself, which come before the files of the page. */
export function createPageApp<Bindings extends Env>(
  { host, files, maxBodyBytes, onFault }: PageAppOptions,
  addRoutes: (app: Hono<Bindings>) => void,
): Hono<Bindings> {
  const app = new Hono<Bindings>();
  app.use(securityHeaders());
  app.use(guard(host));
  app.use(
    bodyLimit({
      maxSize: maxBodyBytes,
      onError: (context) => refuse(context, 413, `expected a body of at most ${maxBodyBytes} bytes`),
    }),
  );
  addRoutes(app);
  app.get("*", (context) => {
    const file = files.get(context.req.path);
    if (!file) return refuse(context, 404, NOTHING_HERE);
    return context.body(file.body, 200, { "Content-Type": file.type, "Cache-Control": "no-cache" });
  });
  app.notFound((context) => refuse(context, 404, NOTHING_HERE));
  app.onError((fault, context) => {
    if (fault instanceof RingfenceError) return refuse(context, 400, fault.message);
    // The client has left in mid-body: nobody's fault, and nobody reads this.
    if ("code" in fault && fault.code === "ECONNRESET") return refuse(context, 400, "the request is not complete");
    onFault(fault);
    return refuse(context, 500, "something went wrong: see the server's own output");
  });
  return app;
}
