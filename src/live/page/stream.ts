/** News of one run from its server: the browser reconnects, except to a run that is gone. */
import type { Frame, Hello, Status } from "../server/protocol.ts";
import { fetchCatalogue, streamOf } from "./api.ts";

interface StreamListener {
  hello(hello: Hello): void;
  frames(frames: readonly Frame[]): void;
  status(status: Status): void;
  /** Silent since then; it is tried again. */
  lost(sinceMs: number): void;
  found(): void;
  gone(): void;
}

/** Figures that change more often than this cannot be read. */
const FRAME_GATHERING_MS = 200;
/** A playing run sends news more often. */
const SILENCE_MS = 8000;
const RETRY_MS = 3000;
const WATCH_MS = 1000;

export class RunStream {
  readonly #run: string;
  readonly #listener: StreamListener;
  readonly #watch: ReturnType<typeof setInterval>;
  #source: EventSource | null = null;
  #gathered: Frame[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;
  #retry: ReturnType<typeof setTimeout> | null = null;
  #heardMs = Date.now();
  #playing = false;
  #lost = false;
  #closed = false;

  constructor(run: string, listener: StreamListener) {
    this.#run = run;
    this.#listener = listener;
    this.#watch = setInterval(() => this.#lookForSilence(), WATCH_MS);
    this.#connect();
  }

  close(): void {
    this.#closed = true;
    this.#source?.close();
    clearInterval(this.#watch);
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#retry !== null) clearTimeout(this.#retry);
  }

  #connect(): void {
    const source = new EventSource(streamOf(this.#run));
    this.#source = source;
    source.addEventListener("hello", (event) => {
      const hello = this.#hear(event) as Hello;
      this.#playing = hello.status.state === "playing";
      this.#flush();
      this.#listener.hello(hello);
      this.#restAtEnd(hello.status);
    });
    source.addEventListener("frame", (event) => {
      this.#gathered.push(this.#hear(event) as Frame);
      this.#timer ??= setTimeout(() => this.#flush(), FRAME_GATHERING_MS);
    });
    source.addEventListener("status", (event) => {
      const status = this.#hear(event) as Status;
      this.#playing = status.state === "playing";
      this.#flush();
      this.#listener.status(status);
      this.#restAtEnd(status);
    });
    source.addEventListener("error", () => {
      if (this.#closed) return;
      this.#lose();
      if (source.readyState === EventSource.CLOSED) void this.#findOut();
    });
  }

  #hear(event: MessageEvent<string>): unknown {
    this.#heardMs = Date.now();
    if (this.#lost) this.#listener.found();
    this.#lost = false;
    return JSON.parse(event.data) as unknown;
  }

  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#gathered.length > 0) this.#listener.frames(this.#gathered);
    this.#gathered = [];
  }

  /** An ended run has no more news; the browser would ask for ever. */
  #restAtEnd({ state }: Status): void {
    if (state === "ended" || state === "failed") this.close();
  }

  #lookForSilence(): void {
    if (this.#playing && Date.now() - this.#heardMs > SILENCE_MS) this.#lose();
  }

  #lose(): void {
    this.#lost = true;
    this.#listener.lost(this.#heardMs);
  }

  /** The browser has given up: the server is silent, and is tried again, or it has no such run. */
  async #findOut(): Promise<void> {
    const answers = await fetchCatalogue().then(
      () => true,
      () => false,
    );
    if (this.#closed) return;
    if (answers) {
      this.close();
      this.#listener.gone();
    } else this.#retry = setTimeout(() => this.#connect(), RETRY_MS);
  }
}
