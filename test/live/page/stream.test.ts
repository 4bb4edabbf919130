import { expect, onTestFinished, test, vi } from "vitest";

test("a page that is called answers, so that the server knows that it reads", async () => {
  const sources: EventTarget[] = [];
  class FakeSource extends EventTarget {
    constructor() {
      super();
      sources.push(this);
    }
    close(): void {}
  }
  const answered = vi.fn<typeof fetch>(() => Promise.resolve(new Response(null, { status: 204 })));
  vi.stubGlobal("EventSource", FakeSource);
  vi.stubGlobal("fetch", answered);
  onTestFinished(() => void vi.unstubAllGlobals());
  const listener = { hello: ignore, frames: ignore, status: ignore, lost: ignore, found: ignore, gone: ignore };
  // By a name that is no constant: its types are those of a browser, and those of a test are not.
  const module = new URL("../../../src/live/page/stream.ts", import.meta.url).href;
  const { RunStream } = (await import(module)) as {
    RunStream: new (run: string, listener: object) => { close(): void };
  };
  const stream = new RunStream("a run", listener);
  onTestFinished(() => stream.close());
  sources[0]!.dispatchEvent(new MessageEvent("call", { data: '{"call":"abc"}' }));
  const [path, request] = answered.mock.calls[0]!;
  expect(path).toBe("api/runs/a%20run/present");
  expect(request).toMatchObject({ method: "POST", body: '{"call":"abc"}' });
});

function ignore(): void {}
