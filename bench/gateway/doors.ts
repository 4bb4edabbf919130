/**
 * The servers that are asked, both on the main thread of this process: a gateway as `ringfence gateway` starts it, and
 * one of hono alone. One at a time is asked, so that what the process takes is the one's.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert } from "../../src/core/assert.ts";
import { listen } from "../../src/core/http/limited-server.ts";
import { startGateway } from "../../src/gateway/gateway.ts";
import { gatewaySettings } from "../../src/gateway/settings.ts";
import { createBareServer } from "./bare-server.ts";

export const DOORS = ["gateway", "bare server"] as const;
export type Door = (typeof DOORS)[number];

export interface OpenDoors {
  readonly ports: Readonly<Record<Door, number>>;
  /** Has the gateway load its list anew. */
  reload(): Promise<void>;
  /** Lists a number; the milliseconds until that is answered. */
  list(number: number): Promise<number>;
  close(): Promise<void>;
}

interface DoorOptions {
  /** Numbers of the blocklist. */
  readonly listed: readonly string[];
  readonly connections: number;
  /** Of the gateway: a file, and single ones above it. */
  readonly settings: string | undefined;
  readonly set: readonly string[];
  readonly model: string | undefined;
}

/** Throws as `startGateway` does. */
export async function openDoors({ listed, connections, settings, set, model }: DoorOptions): Promise<OpenDoors> {
  const folder = mkdtempSync(join(tmpdir(), "ringfence-bench-gateway-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const blocklist = join(folder, "listed.txt");
    writeFileSync(blocklist, listed.join("\n"));
    const faults: unknown[] = [];
    const gateway = await startGateway({
      ...gatewaySettings(settings, set, {
        port: 0,
        state: join(folder, "state"),
        blocklist,
        // Those of the round before may still be closing.
        connections: 2 * connections + 64,
        // An answer that was not screened is none.
        deadlineMs: 60_000,
      }),
      model,
      tell: () => {},
      onFault: (fault) => faults.push(fault),
    });
    const bare = createBareServer();
    await listen(bare, "127.0.0.1", 0);
    return {
      ports: { gateway: Number(new URL(gateway.url).port), "bare server": (bare.address() as AddressInfo).port },
      reload: () => gateway.reload(),
      list: (number) => list(gateway.url, number),
      async close() {
        bare.closeAllConnections();
        bare.close();
        await gateway.close();
        remove();
        if (faults.length > 0) throw faults[0];
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

async function list(url: string, number: number): Promise<number> {
  const headers = { "Content-Type": "application/json" };
  const startMs = performance.now();
  const answer = await fetch(new URL("v1/list", url), { method: "POST", headers, body: `{"add":["${number}"]}` });
  assert(answer.ok, `a listing was answered with ${answer.status}`);
  await answer.arrayBuffer();
  return performance.now() - startMs;
}
