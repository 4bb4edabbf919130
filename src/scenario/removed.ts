/** Parameters that are gone: what is said of each to who still states it. */
const NOTHING_DEPENDED = "no result depended on it";

const REMOVED: Readonly<Record<string, string>> = {
  "population.virtualShare": `is fixed at 3 % now: ${NOTHING_DEPENDED}`,
  "benign.otp.messageShare": "is gone: codes come as messages alone",
  "benign.otp.answered": "is gone: codes come as messages alone",
  "benign.otp.durationMedianS": "is gone: codes come as messages alone",
  "benign.courier.durationMedianS": `is fixed at 22 s now: ${NOTHING_DEPENDED}`,
  "benign.delivery.durationMedianS": `is fixed at 18 s now: ${NOTHING_DEPENDED}`,
  "benign.hospital.durationMedianS": `is fixed at 50 s now: ${NOTHING_DEPENDED}`,
  "benign.hospital.answered": `is fixed at 0.75 now: ${NOTHING_DEPENDED}`,
  "benign.school.durationMedianS": `is fixed at 70 s now: ${NOTHING_DEPENDED}`,
};

/** What became of the parameter at `path`; null where there never was one that is gone. */
export function removed(path: readonly (string | number)[]): string | null {
  const written = path.join(".");
  return Object.hasOwn(REMOVED, written) ? REMOVED[written]! : null;
}
