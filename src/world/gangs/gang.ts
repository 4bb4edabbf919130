/**
 * Gangs: each has a typology, runs one campaign after another, and keeps a few lines, senders and domains in use
 * (gangs.ts).
 */
import type { Domain } from "./domain.ts";
import type { Line, LineUse } from "./line.ts";
import type { ScriptEntry } from "../text/catalogue.ts";

export interface Campaign {
  readonly gang: number;
  /** Fixes the wording of the campaign. */
  readonly key: number;
  readonly script: ScriptEntry;
  /** How its targets are chosen, a setting (scenario/knobs.ts); as usual if left out. */
  readonly targets?: number;
  readonly fromTick: number;
  readonly untilTick: number;
}

export interface Gang {
  readonly id: number;
  /** An index into TYPOLOGIES. */
  readonly typology: number;
  /** What is in use, slot by slot; what is given up is replaced in its slot. */
  readonly lines: Readonly<Record<LineUse, Line[]>>;
  readonly domains: Domain[];
  campaign: Campaign;
}

/**
 * What came into use and what was given up at a tick: what the platform may later hear of, and what may be recycled.
 */
export interface GangNews {
  /** In order of time: of two in one slot, the later one is in use. */
  readonly openedLines: { readonly gang: number; readonly use: LineUse; readonly slot: number; readonly line: Line }[];
  /** Slots without a SIM, which show another line of the gang; noted after openings. */
  readonly lentLines: { readonly gang: number; readonly use: LineUse; readonly slot: number; readonly line: Line }[];
  readonly openedDomains: { readonly gang: number; readonly slot: number; readonly domain: Domain }[];
  readonly openedApps: { readonly gang: number; readonly app: string }[];
  readonly launchedCampaigns: Campaign[];
  readonly retiredLines: { readonly gang: number; readonly line: Line }[];
  readonly resized: { readonly gang: number; readonly use: LineUse; readonly count: number }[];
}

export function emptyNews(): GangNews {
  return {
    openedLines: [],
    lentLines: [],
    openedDomains: [],
    openedApps: [],
    launchedCampaigns: [],
    retiredLines: [],
    resized: [],
  };
}
