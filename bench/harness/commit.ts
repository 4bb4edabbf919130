/** Which commit a checkout is of, as git says. */
import { execFileSync } from "node:child_process";

/** The commit and whether files differ from it; null outside a checkout. */
export interface Commit {
  readonly commit: string | null;
  readonly dirty: boolean | null;
}

/** Of `folder`, where that is the root of a checkout: what lies below somebody else's is not of their commit. */
export function readCommit(folder: string): Commit {
  const git = (...words: string[]): string =>
    execFileSync("git", ["-C", folder, ...words], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  try {
    if (git("rev-parse", "--show-prefix") !== "") return { commit: null, dirty: null };
    return { commit: git("rev-parse", "HEAD"), dirty: git("status", "--porcelain", "-uno") !== "" };
  } catch {
    return { commit: null, dirty: null };
  }
}
