/** The recipe for nginx as it is, but for its ports and rates. */
import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { connect } from "node:tls";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { newFolder } from "../new-folder.ts";
import { freePorts, recipe, startServer, whyWithout } from "./debian.ts";
import { newState, spawnGateway } from "./running-gateway.ts";

const why = whyWithout({ nginx: "nginx-light", openssl: "openssl" });
if (why !== null) console.warn(`skipped, the recipe for nginx: ${why}`);

const SCREEN = "screen-0123456789abcdef";
const FEED = "feed-0123456789abcdef0";

function ask(
  { port, ca }: { port: number; ca: Buffer },
  { path = "/v1/screen", body = '{"caller":"10086"}', token = SCREEN, type = "application/json" } = {},
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = { Host: "gateway.example", Authorization: `Bearer ${token}`, "Content-Type": type };
    const place = { host: "127.0.0.1", servername: "gateway.example", port, ca, path };
    const sent = request({ ...place, method: "POST", headers });
    sent.on("error", reject).on("response", (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => (text += part));
      response.on("end", () => resolve({ status: response.statusCode!, body: text }));
    });
    sent.end(body);
  });
}

describe.skipIf(why !== null)("nginx in front of a gateway", () => {
  const folder = newFolder("nginx");

  /** `changed`: more of the recipe. */
  async function start(changed: Readonly<Record<string, string>> = {}) {
    const [port, behind] = (await freePorts(2)) as [number, number];
    const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,DNS:gateway.example"];
    const files = ["-keyout", join(folder, "key.pem"), "-out", join(folder, "cert.pem")];
    const made = spawnSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", ...files, ...subject]);
    expect(made.status).toBe(0);
    const tokens = join(folder, "tokens.txt");
    writeFileSync(tokens, `screen ${SCREEN}\nfeed ${FEED}\n`);
    chmodSync(tokens, 0o600);
    const set = [`gateway.tokens=${tokens}`, "gateway.names=[gateway.example]"].flatMap((one) => ["--set", one]);
    await spawnGateway(newState(), "--port", String(behind), ...set);
    const config = join(folder, "nginx.conf");
    const ports = { "0.0.0.0:8443": `127.0.0.1:${port}`, "127.0.0.1:4290": `127.0.0.1:${behind}` };
    writeFileSync(config, recipe("nginx.conf", { ...ports, ...changed }));
    const words = ["-p", folder, "-c", config, "-e", join(folder, "error.log"), "-g", "daemon off;"];
    await startServer("nginx", words, folder);
    return { port, ca: readFileSync(join(folder, "cert.pem")) };
  }

  test("adds TLS, and hands events, lines and complaints on", async () => {
    const nginx = await start();
    expect(await ask(nginx)).toMatchObject({ status: 200, body: expect.stringContaining('"allow"') as string });
    const lines = await ask(nginx, { body: '{"caller":"10086"}\n{"caller":"10000"}\n', type: "application/x-ndjson" });
    expect(lines.body.trimEnd().split("\n")).toHaveLength(2);
    expect((await ask(nginx, { token: FEED })).status).toBe(401);
    const filed = await ask(nginx, { path: "/v1/complaints", token: FEED, body: '{"caller":"13911112222"}' });
    expect(filed.status).toBe(202);
    expect((await ask(nginx, { body: `{"caller":"10086","text":"${"x".repeat(2 << 20)}"}` })).status).toBe(413);
  });

  test("answers 429 to a client that asks too often, and no other with it", async () => {
    const nginx = await start({ "rate=200r/s": "rate=5r/s", "burst=200": "burst=5" });
    const statuses = await Promise.all(Array.from({ length: 30 }, async () => (await ask(nginx)).status));
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
    expect(statuses.filter((status) => status === 200).length).toBeLessThan(15);
    const other = await ask(nginx, { path: "/v1/complaints", token: FEED, body: '{"caller":"13911112222"}' });
    expect(other.status).toBe(202);
  });

  test("holds bodies that come byte by byte to itself: others are answered at once", async () => {
    const nginx = await start({ "limit_conn connections 64": "limit_conn connections 8" });
    const head = `POST /v1/screen HTTP/1.1\r\nHost: gateway.example\r\nAuthorization: Bearer ${SCREEN}\r\n`;
    const rest = "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n";
    const slow = Array.from({ length: 20 }, () => {
      const socket = connect({ host: "127.0.0.1", servername: "gateway.example", ...nginx });
      onTestFinished(() => void socket.destroy());
      let answer = "";
      socket.setEncoding("utf8").on("data", (part: string) => (answer += part));
      socket.on("error", () => {});
      socket.write(head + rest);
      const timer = setInterval(() => void (socket.writable && socket.write("1\r\n \r\n")), 10);
      onTestFinished(() => clearInterval(timer));
      return () => answer;
    });
    await wait(1000);
    // Of this address so many are too many.
    expect(slow.filter((answer) => answer().includes(" 429 ")).length).toBe(12);
    const sinceMs = performance.now();
    const refused = await ask(nginx);
    expect(refused.status).toBe(429);
    expect(performance.now() - sinceMs).toBeLessThan(1000);
  });
});
