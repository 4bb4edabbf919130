/**
 * What a user of npm would take to find the nearest script. It is given texts that the normaliser has folded already,
 * unmeasured: its figures are those of the search alone.
 */
import { DEFAULT_THRESHOLD_PERMILLE, NO_TEMPLATE, type Template } from "../../src/detect/matcher/matcher.ts";
import { optionalPackage } from "./optional-package.ts";

interface Peer {
  readonly name: string;
  /** Number of the template found, or NO_TEMPLATE. */
  readonly search: (normalised: string) => number;
}

/** Those that are installed; `onMissing` is told of the others. */
export async function loadPeers(templates: readonly Template[], onMissing: (warning: string) => void): Promise<Peer[]> {
  const search = await optionalPackage("fuse.js", () => loadFuse(templates), onMissing);
  return search === null ? [] : [{ name: "fuse.js", search }];
}

/** Its score is of another kind (where in the text how much of the pattern lies), so its decisions differ. */
async function loadFuse(templates: readonly Template[]): Promise<Peer["search"]> {
  const { default: Fuse } = await import("fuse.js");
  const fuse = new Fuse(
    templates.map(({ text }) => text),
    { threshold: 1 - DEFAULT_THRESHOLD_PERMILLE / 1000, ignoreLocation: true },
  );
  return (normalised) => {
    const [nearest] = fuse.search(normalised, { limit: 1 });
    return nearest ? templates[nearest.refIndex]!.number : NO_TEMPLATE;
  };
}
