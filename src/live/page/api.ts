/** The page's calls to its server. */
import type { Catalogue, Command, RunAccepted, RunRequest, Status } from "../server/protocol.ts";
import { ask } from "./ask.ts";
import type { Explained } from "./state.ts";

export function fetchCatalogue(): Promise<Catalogue> {
  return ask("api/catalogue");
}

export function startRun(request: RunRequest): Promise<RunAccepted> {
  return ask("api/runs", { method: "POST", body: JSON.stringify(request) });
}

export function controlRun(run: string, command: Command): Promise<Status> {
  return ask(`${runPath(run)}/control`, { method: "POST", body: JSON.stringify(command) });
}

export function explainEvent(run: string, event: string): Promise<Explained> {
  return ask(`${runPath(run)}/events/${encodeURIComponent(event)}`);
}

export async function endRun(run: string): Promise<void> {
  await fetch(runPath(run), { method: "DELETE", keepalive: true });
}

export function streamOf(run: string): string {
  return `${runPath(run)}/stream`;
}

function runPath(run: string): string {
  return `api/runs/${encodeURIComponent(run)}`;
}
