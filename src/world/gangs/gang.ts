/** A gang has a typology, runs campaign after campaign, and keeps a few lines and domains in use (gangs.ts). */
import type { Identity } from "../../event/identity.ts";
import type { Campaign } from "./campaign.ts";
import type { Domain } from "./domain.ts";
import type { Line, LineUse } from "./line.ts";

export interface Gang {
  readonly id: number;
  readonly typology: number;
  /** What is in use, slot by slot; what is given up is replaced in its slot. */
  readonly lines: Readonly<Record<LineUse, Line[]>>;
  readonly domains: Domain[];
  campaign: Campaign;
}

export interface LineInSlot {
  readonly gang: number;
  readonly use: LineUse;
  readonly slot: number;
  readonly line: Line;
}

/** What came into use and what was given up at a tick. The platform may hear of it later; numbers may be recycled. */
export interface GangNews {
  /** In order of time: of two in one slot, the later one is in use. */
  readonly openedLines: LineInSlot[];
  /** Slots without a SIM, which show another line of the gang; noted after openings. */
  readonly lentLines: LineInSlot[];
  readonly openedDomains: { readonly gang: number; readonly slot: number; readonly domain: Domain }[];
  readonly openedApps: { readonly gang: number; readonly app: string }[];
  readonly launchedCampaigns: Campaign[];
  readonly retiredLines: { readonly gang: number; readonly line: Line }[];
  /** Retired numbers that other people have from now on. */
  readonly recycledNumbers: Identity[];
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
    recycledNumbers: [],
    resized: [],
  };
}
