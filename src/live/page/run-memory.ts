/** Which run this tab was showing, so that a reload finds it again while it lives. */
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

/** The run last shown in this tab, or null when there is none or what is stored is no such thing. */
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
