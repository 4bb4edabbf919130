/** Sockets that the client of NATS would leave open. */
import { subscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";
import type { NatsConnection } from "@nats-io/transport-node";

/** Sockets of this process that are being connected; null: nobody has asked for them yet. */
let connecting: Set<Socket> | null = null;

/** From now on `endForgotten` knows what is being connected. */
export function watchSockets(): void {
  if (connecting !== null) return;
  const sockets = (connecting = new Set());
  subscribe("net.client.socket", (message) => {
    const { socket } = message as { readonly socket: Socket };
    sockets.add(socket);
    for (const event of ["connect", "close"]) socket.once(event, () => sockets.delete(socket));
  });
}

/**
 * The client forgets what it was connecting when it gave up a server, which keeps a process for two minutes after its
 * end where a server is cut off.
 */
export function endForgotten(): void {
  for (const socket of connecting ?? []) socket.destroy();
}

/** Of a connection that was closed: the client forgets what was not greeted yet. */
export function endSockets(connection: NatsConnection): void {
  socketOf(connection)?.destroy();
  endForgotten();
}

/**
 * The client says that a connection is stale, and goes to another server once what it has sent is taken: never, where
 * a server that is cut off takes nothing more. So the socket is destroyed.
 */
export async function leaveStale(connection: NatsConnection): Promise<void> {
  for await (const { type } of connection.status()) if (type === "staleConnection") socketOf(connection)?.destroy();
}

function socketOf(connection: NatsConnection): Socket | undefined {
  return (connection as { protocol?: { readonly transport?: { readonly socket?: Socket } } }).protocol?.transport
    ?.socket;
}
