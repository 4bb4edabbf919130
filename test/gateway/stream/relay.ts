/** A relay before a server, which can lose what the server answers: then whoever waits for an answer asks again. */
import { connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export class Relay {
  readonly #server: Server;
  readonly #pairs = new Set<readonly [client: Socket, server: Socket]>();
  #isDeaf = false;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(port: number): Promise<Relay> {
    const server = createServer();
    const relay = new Relay(server);
    server.on("connection", (client) => relay.#join(client, connect(port, "127.0.0.1")));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return relay;
  }

  get url(): string {
    return `nats://127.0.0.1:${(this.#server.address() as { port: number }).port}`;
  }

  /** For a while all that is asked arrives and no answer comes back; then connections break. */
  async loseAnswers(ms: number): Promise<void> {
    this.#isDeaf = true;
    await sleep(ms);
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
    this.#isDeaf = false;
  }

  /** Nothing more is taken from those that are connected now, as when a cable is pulled: nobody is told. */
  freeze(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.pause();
  }

  async end(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
    await closed;
  }

  #join(client: Socket, server: Socket): void {
    const pair = [client, server] as const;
    this.#pairs.add(pair);
    client.on("data", (bytes) => void server.write(bytes));
    server.on("data", (bytes) => void (this.#isDeaf || client.write(bytes)));
    for (const socket of pair) {
      socket.on("error", () => {});
      socket.on("close", () => {
        for (const other of pair) other.destroy();
        this.#pairs.delete(pair);
      });
    }
  }
}
