import { expect, onTestFinished, test, vi } from "vitest";
import { RunStream } from "../../src/page/stream.ts";

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
  const ignore = (): void => {};
  const listener = { hello: ignore, frames: ignore, status: ignore, lost: ignore, found: ignore, gone: ignore };
  const stream = new RunStream("a run", listener);
  onTestFinished(() => stream.close());
  sources[0]!.dispatchEvent(new MessageEvent("call", { data: '{"call":"abc"}' }));
  const [path, request] = answered.mock.calls[0]!;
  expect(path).toBe("api/runs/a%20run/present");
  expect(request).toMatchObject({ method: "POST", body: '{"call":"abc"}' });
});
