/** The run of this tab, so that a reload finds it while it lives. */
const KEY = "ringfence.run";

interface RememberedRun {
  readonly run: string;
  /** `worldKey` of its address: another address must not show this run. */
  readonly world: string;
}

export function rememberRun(remembered: RememberedRun): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(remembered));
  } catch {
    // Storage may be full or forbidden; then a reload starts the run anew.
  }
}

export function recallRun(): RememberedRun | null {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    return isRemembered(stored) ? stored : null;
  } catch {
    return null;
  }
}

function isRemembered(stored: unknown): stored is RememberedRun {
  if (typeof stored !== "object" || stored === null) return false;
  const { run, world } = stored as Record<string, unknown>;
  return typeof run === "string" && typeof world === "string";
}
