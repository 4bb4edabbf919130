/** Domains and apps of gangs that were blocked, by gang. Truth, like episodes: for the report alone. */
export interface BlockingCounts {
  /** Distinct apps that the network refused to somebody. */
  readonly refusedApps: Uint32Array;
  /** Replaced by the gang because they were blocked. */
  readonly replacedDomains: Uint32Array;
  readonly replacedApps: Uint32Array;
  /** Paid for one replacement. */
  readonly domainYuan: number;
  readonly appYuan: number;
}
