/** Domains and apps of gangs that were blocked, by gang. Truth, like episodes: for the report alone. */
export interface BlockingCounts {
  readonly refusedApps: Uint32Array;
  readonly replacedDomains: Uint32Array;
  readonly replacedApps: Uint32Array;
  readonly domainYuan: number;
  readonly appYuan: number;
}
