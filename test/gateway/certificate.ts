/** Certificates of tests. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "vitest";

/** For localhost, signed by itself. */
export function certificate(folder: string): { tlsCert: string; tlsKey: string } {
  const [tlsCert, tlsKey] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  const words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost";
  const more = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", tlsKey, "-out", tlsCert];
  expect(spawnSync("openssl", [...words.split(" "), ...more]).status).toBe(0);
  return { tlsCert, tlsKey };
}
