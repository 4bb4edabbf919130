/** Files of a cluster, and what is said where no server is. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { shownUrl } from "../../../src/gateway/stream/broker-error.ts";
import { clusterFiles, type ClusterPlan } from "../../../src/gateway/stream/cluster-files.ts";
import { inProcess } from "../../cli/in-process.ts";
import { newFolder } from "../../new-folder.ts";

const folder = newFolder("stream-cluster");

const PLAN: ClusterPlan = {
  hosts: ["10.0.0.1", "10.0.0.2", "10.0.0.3"],
  stream: "calls",
  port: 4222,
  clusterPort: 6222,
  monitorPort: 8222,
  tls: "/etc/tls",
  store: "/var/lib/nats",
  etc: "/etc/ringfence",
  maxStoreGb: 64,
  command: "/usr/bin/ringfence",
};

function textsOf(plan: Partial<ClusterPlan> = {}): Record<string, string> {
  return Object.fromEntries(clusterFiles({ ...PLAN, ...plan }).map(({ name, text }) => [name, text]));
}

test("three servers have TLS, users with rights of their own, limits, and each other", () => {
  const files = textsOf();
  const config = files["nats-2.conf"]!;
  for (const line of ['listen: "10.0.0.2:4222"', 'http: "127.0.0.1:8222"', 'cert_file: "/etc/tls/server.crt"']) {
    expect(config).toContain(line);
  }
  expect(config).toContain("max_file_store: 64GB");
  expect(config).toMatch(/cluster \{[^]*verify: true/);
  expect(config.match(/nats-route:\/\/route:[\w-]{32}@10\.0\.0\.\d:6222/g)).toHaveLength(3);
  const rights = (user: string): string => config.split("\n").find((line) => line.includes(`{ user: ${user},`))!;
  expect(rights("front")).toContain('"calls.events.>"');
  for (const forbidden of ["calls.verdicts.>", "PURGE", "keys.>", "STREAM.CREATE", '">"']) {
    expect(rights("front")).not.toContain(forbidden);
  }
  expect(rights("worker")).not.toContain('"calls.events.>"');
  expect(rights("reader")).not.toMatch(/calls\.events\.>|PURGE|keys\.>|blobs\.>/);
  const password = /^worker (\S{32})\n$/.exec(files["worker.login"]!)![1]!;
  expect(rights("worker")).toContain(password);
  expect(files["ringfence-worker@.service"]).toContain(
    "gateway work --nats tls://10.0.0.1:4222,tls://10.0.0.2:4222,tls://10.0.0.3:4222 --stream calls " +
      "--login /etc/ringfence/worker.login --ca /etc/tls/ca.crt",
  );
  expect(files["ringfence-worker@.service"]).not.toContain(password);
  expect(files["ringfence-front.service"]).toMatch(/gateway front --nats tls:.* --login \/etc\/ringfence\/front.login/);
  // Passwords are drawn anew each time.
  expect(textsOf()["worker.login"]).not.toBe(files["worker.login"]);
});

test("a server may write where its store is, and systemd makes none but the usual one", () => {
  const [usual, other] = [PLAN.store, "/srv/nats"].map((store) => textsOf({ store })["ringfence-nats@.service"]!);
  expect(usual).toMatch(/^StateDirectory=nats$[^]*^ReadWritePaths=\/var\/lib\/nats$/m);
  expect(other).toMatch(/^ReadWritePaths=\/srv\/nats$/m);
  expect(other).not.toContain("/var/lib");
});

test("nothing listens beyond loopback without TLS, and two servers are none", () => {
  expect(() => textsOf({ tls: null })).toThrow("10.0.0.1: others can reach this address");
  expect(() => textsOf({ hosts: ["0.0.0.0"], tls: null })).toThrow("0.0.0.0: others can reach this address");
  expect(() => textsOf({ hosts: ["10.0.0.1", "10.0.0.2"] })).toThrow("expected 1 server or 3, found 2");
  expect(() => textsOf({ hosts: ["10.0.0.1", "10.0.0.1", "10.0.0.2"] })).toThrow("one of them twice");
  expect(() => textsOf({ store: '/x"\njetstream {}' })).toThrow("store: expected letters");
  const one = textsOf({ hosts: ["127.0.0.1"], tls: null })["nats-1.conf"]!;
  expect(one).toContain('listen: "127.0.0.1:4222"');
  expect(one).not.toContain("cluster {");
});

test("help shows what is left alone in words, and once", async () => {
  for (const [verb, usual] of [
    ["cluster", "three times (default: 127.0.0.1)"],
    ["thresholds", "the later counts (default: none)"],
  ] as const) {
    const { stdout } = await inProcess(["gateway", verb, "--help"]);
    expect(stdout.replace(/\s+/g, " ")).toContain(usual);
    expect(stdout).not.toContain("default: []");
  }
});

test("cluster writes files that others cannot read, and overwrites none unasked", async () => {
  const into = join(folder, "etc");
  expect((await inProcess(["gateway", "cluster", into])).code).toBe(0);
  expect(readdirSync(into).toSorted()).toMatchInlineSnapshot(`
    [
      "README",
      "admin.login",
      "front.login",
      "nats-1.conf",
      "reader.login",
      "ringfence-front.service",
      "ringfence-nats@.service",
      "ringfence-worker@.service",
      "worker.login",
    ]
  `);
  for (const name of ["nats-1.conf", "worker.login"]) expect(statSync(join(into, name)).mode & 0o077).toBe(0);
  // Debian starts a server of its own on the same port.
  expect(readFileSync(join(into, "README"), "utf8")).toContain("systemctl disable --now nats-server");
  const before = readFileSync(join(into, "worker.login"), "utf8");
  expect((await inProcess(["gateway", "cluster", into])).code).toBe(7);
  expect(readFileSync(join(into, "worker.login"), "utf8")).toBe(before);
});

const help = async (verb: string): Promise<string> =>
  (await inProcess(["gateway", verb, "--help"])).stdout.replaceAll(/\s+/g, " ");

test("help says what a newcomer must know", async () => {
  expect(await help("tables")).toContain("what is left out is as shipped");
  expect(await help("verdicts")).toContain("waiting: events that have no verdict yet");
  expect(await help("publish")).toMatch(/with so many partitions for good.*publish --partitions 4 makes a stream/);
});

const said = async (...args: string[]): Promise<string> => {
  const { code, stderr } = await inProcess(["gateway", ...args]);
  expect(code).not.toBe(0);
  return stderr;
};

test("a wrong address, and one where something else answers or nobody does, are named", async () => {
  expect(await said("work", "--nats", "http://127.0.0.1:1")).toContain(
    "--nats http://127.0.0.1:1: expected an address as nats://127.0.0.1:4222",
  );
  expect(await said("publish", "-", "--nats", "nats://127.0.0.1:1")).toContain(
    "--nats: expected a server of NATS, found no answer (connect ECONNREFUSED 127.0.0.1:1) at 127.0.0.1:1",
  );
  expect(await said("work", "--nats", "nats://127.0.0.1:1", "--ca", "ca.crt")).toContain(
    "--ca: expected --nats as tls://HOST:PORT, found nats://127.0.0.1:1",
  );
  expect(await said("verdicts", "--nats", "127.0.0.1:1", "--stream", "a.b")).toContain("--stream: expected letters");
  expect(shownUrl("nats://u:secret@10.0.0.1:4222,v:secret@10.0.0.2:4222")).toBe("nats://10.0.0.1:4222,10.0.0.2:4222");
  const other = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = other.address() as { port: number };
    const words = await said("doctor", "--nats", `nats://u:secret@127.0.0.1:${port}`);
    expect(words).toMatch(/found something that says "HTTP\/1.1 400 Bad Request.*" at 127.0.0.1:\d+: is the address/);
    expect(words).not.toContain("secret");
  } finally {
    other.close();
  }
});
