/** Studies of worlds that take a tenth of a second. */
import { settings } from "./command-line.ts";

/** Little to begin with, and episodes that end in the hours after. */
export const QUICK = [
  "population.subscribers=300",
  "gangs.count=4",
  "blocklist.initialEntries=200",
  "templates.initial=20",
  "episodes.hoursFactor=0.05",
  "episodes.transferHours=1",
];
export const TINY = [...settings(...QUICK), "--hours", "4", "--workers", "1"];
