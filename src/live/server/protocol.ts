/**
 * What the server of the live page and the page say to each other. Shapes are typed where they are made.
 *
 *     GET    /api/catalogue                  -> Catalogue (scenario-list.ts)
 *     POST   /api/runs        RunRequest     -> { run } (201; requests.ts)
 *     GET    /api/runs/:run/stream           -> server-sent events: "hello" Hello, "frame" Frame, "status" Status; ids
 *                                               are ticks (live-run.ts, frame.ts)
 *     POST   /api/runs/:run/control Command  -> Status
 *     GET    /api/runs/:run/events/:event    -> ExplainedEvent (of the events sampled lately)
 *     DELETE /api/runs/:run                  -> 204
 *
 * Four runs go on at a time: the oldest gives way to a new one. A run stands still while no page reads its stream.
 *
 * Errors are `{ error }` with a status of 400 and above. A frame holds every point of the hours that share it, so a page
 * that is too slow for the run loses nothing but samples.
 */

/** Controls of a student. The server knows the scenario parameters of each. */
export const CONTROL_KEYS = [
  "filterEntries",
  "filterErrorRate",
  "matchThreshold",
  "obfuscation",
  "reportDelayHours",
  "operatorDelayHours",
  "warningThreshold",
  "telephoneAgents",
  "visitTeams",
  "relativesKnown",
  "prevalence",
] as const;
export type ControlKey = (typeof CONTROL_KEYS)[number];
export type Settings = Readonly<Partial<Record<ControlKey, number>>>;

export interface Control {
  readonly key: ControlKey;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly scale: "linear" | "log";
  readonly unit: "entries" | "share" | "level" | "hours" | "exposure" | "agents" | "teams";
}
