/** What becomes of clients that ask for much at once. */
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { ScenarioShelf } from "../../src/serve/scenario-shelf.ts";
import { get, rawClient, startServer } from "./live-server.ts";

const PAGE = new Map([["/", { type: "text/html", body: new TextEncoder().encode("page") }]]);
const ask = (path: string, more = ""): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${more}\r\n`;

describe("a connection", () => {
  test("has its requests answered one after the other, in their order", async () => {
    const server = await startServer({ page: PAGE });
    const socket = rawClient(
      server,
      ask("/") + ask("/api/catalogue") + ask("/nothing") + ask("/", "Connection: close\r\n"),
    );
    const answers = (await text(socket)).split(/(?=HTTP\/1\.1 )/);
    expect(answers.map((answer) => /^HTTP\/1\.1 (\d+)/.exec(answer)?.[1])).toEqual(["200", "200", "404", "200"]);
    expect(answers[1]).toContain('"scenarios"');
    expect(answers[3]).toContain("page");
  });

  test.each([
    ["requests", ""],
    ["requests that expect what there is not", "Expect: much\r\n"],
  ])("with many %s at once is dropped, and next to nothing is done for it", async (_, header) => {
    const server = await startServer({ page: PAGE });
    const made = vi.spyOn(ScenarioShelf.prototype, "catalogue");
    onTestFinished(() => made.mockRestore());
    const socket = rawClient(server, ask("/api/catalogue", header).repeat(500));
    socket.resume();
    await once(socket, "close");
    expect((await get(server, "/")).status).toBe(200);
    expect(made.mock.calls.length).toBeLessThanOrEqual(4);
  });
});
