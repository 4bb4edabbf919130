import { Hono } from "hono";
import { describe, expect, test } from "vitest";
import { guard, isLoopback } from "../../../src/core/http/guard.ts";

async function isLetIn(host: string, named: string): Promise<boolean> {
  const app = new Hono().use(guard(host)).get("/", (context) => context.text("in"));
  return (await app.request("/", { headers: { Host: named } })).status === 200;
}

describe("the guard", () => {
  test.each("localhost LOCALHOST 127.0.0.1 127.1 127.9.9.9 ::1 0:0:0:0:0:0:0:1 ::ffff:127.0.0.1".split(" "))(
    "takes %s for an address that only this machine reaches, and lets no other address in",
    async (host) => {
      expect(isLoopback(host)).toBe(true);
      const written = host.includes(":") ? `[${host}]` : host;
      const names = [written, `${written}:4280`, new URL(`http://${written}`).host, "localhost", "127.0.0.1:4280"];
      for (const name of names) expect(await isLetIn(host, name)).toBe(true);
      for (const name of ["192.0.2.7", "[2001:db8::7]:4280", "evil.example"]) {
        expect(await isLetIn(host, name)).toBe(false);
      }
    },
  );

  test.each([
    "0.0.0.0",
    "::",
    "192.0.2.1",
    "1.127.0.0.1",
    "127.0.0.1.evil.example",
    "::ffff:192.0.2.1",
    "fe80::1%eth0",
    "a b",
  ])("takes %s for an address that others reach", async (host) => {
    expect(isLoopback(host)).toBe(false);
    expect(await isLetIn(host, "192.0.2.7")).toBe(true);
    expect(await isLetIn(host, "evil.example")).toBe(false);
  });
});
