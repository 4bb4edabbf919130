/** Events by HTTP: posted by some connections that are kept, each one request after the other. */
import { Agent, request } from "node:http";

/** In bodies of so many events. Throws where one is not taken. */
export async function postEvents(
  url: string,
  events: readonly object[],
  size: number,
  connections: number,
): Promise<void> {
  const bodies: string[] = [];
  for (let at = 0; at < events.length; at += size) {
    bodies.push(JSON.stringify(size === 1 ? events[at] : events.slice(at, at + size)));
  }
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let next = 0;
  const postAll = async (): Promise<void> => {
    while (next < bodies.length) await post(new URL("/v1/events", url), bodies[next++]!, agent);
  };
  await Promise.all(Array.from({ length: connections }, postAll));
  agent.destroy();
}

/** By node:http: fetch takes three times as long. */
function post(url: URL, body: string, agent: Agent): Promise<void> {
  const headers = { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: "POST", agent, headers }, (answer) => {
      answer.resume();
      if (answer.statusCode === 202) answer.once("end", resolve);
      else reject(new Error(`status ${answer.statusCode}`));
    });
    asked.once("error", reject);
    asked.end(body);
  });
}
