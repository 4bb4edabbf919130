/** News of a run from the server. */
import { ask } from "../../ui/browser/ask.ts";
import type { Frame } from "../server/frame.ts";
import type { Hello, Status } from "../server/live-run.ts";

interface Listener {
  hello(hello: Hello): void;
  frame(frame: Frame): void;
  status(status: Status): void;
  /** Silent since then; it is tried again. */
  lost(since: Date): void;
  /** The server answers, and has no such run. */
  gone(): void;
}

const RETRY_MS = 3000;

/** News of a run from `path`: the browser reconnects, except to a run that is gone. Returns how to stop. */
export function follow(path: string, listener: Listener): () => void {
  let heard = new Date();
  let retry: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;
  let source = connect();
  return stop;

  function stop(): void {
    isStopped = true;
    source.close();
    clearTimeout(retry);
  }

  function connect(): EventSource {
    const opened = new EventSource(path);
    const hear = (name: string, take: (news: never) => void): void =>
      opened.addEventListener(name, ({ data }: MessageEvent<string>) => {
        heard = new Date();
        take(JSON.parse(data) as never);
      });
    hear("hello", (hello: Hello) => {
      listener.hello(hello);
      restAtEnd(hello.status);
    });
    hear("frame", (frame: Frame) => listener.frame(frame));
    hear("status", (status: Status) => {
      listener.status(status);
      restAtEnd(status);
    });
    opened.addEventListener("error", () => {
      listener.lost(heard);
      if (opened.readyState === EventSource.CLOSED) void findOut();
    });
    return opened;
  }

  /** An ended run has no more news; the browser would ask for ever. */
  function restAtEnd({ state }: Status): void {
    if (state === "ended" || state === "failed") stop();
  }

  /** The browser has given up: the server is silent, and is tried again, or it has no such run. */
  async function findOut(): Promise<void> {
    const answers = await ask("api/catalogue").then(
      () => true,
      () => false,
    );
    if (isStopped) return;
    if (answers) listener.gone();
    else retry = setTimeout(() => (source = connect()), RETRY_MS);
  }
}
