/**
 * What a user of npm would take to find the nearest script. They are given texts that the normaliser has folded
 * already, unmeasured: their figures are those of the search alone.
 */
import { DEFAULT_THRESHOLD_PERMILLE, NO_TEMPLATE, type Template } from "../../src/detect/matcher/matcher.ts";
import { optionalPackage } from "./optional-package.ts";

export interface Peer {
  readonly name: string;
  /** Number of the template found, or NO_TEMPLATE. */
  readonly search: (normalised: string) => number;
}

const THRESHOLD = DEFAULT_THRESHOLD_PERMILLE / 1000;

/** Those that are installed; `onMissing` is told of the others. */
export async function loadPeers(templates: readonly Template[], onMissing: (warning: string) => void): Promise<Peer[]> {
  const peers: Peer[] = [];
  for (const [name, load] of [
    ["didyoumean2", loadDidYouMean],
    ["fuse.js", loadFuse],
  ] as const) {
    const search = await optionalPackage(name, () => load(templates), onMissing);
    if (search !== null) peers.push({ name, search });
  }
  return peers;
}

/** The same similarity as ours, 1 - distance / length of the longer text, and no index. */
async function loadDidYouMean(templates: readonly Template[]): Promise<Peer["search"]> {
  const { default: didYouMean } = await import("didyoumean2");
  const texts = templates.map(({ text }) => text);
  const numbers = new Map(templates.toReversed().map(({ text, number }) => [text, number]));
  const options = { threshold: THRESHOLD, caseSensitive: true, deburr: false, trimSpaces: false };
  return (normalised) => {
    const nearest = didYouMean(normalised, texts, options);
    return nearest === null ? NO_TEMPLATE : numbers.get(nearest)!;
  };
}

/** Its score is of another kind (where in the text how much of the pattern lies), so its decisions differ. */
async function loadFuse(templates: readonly Template[]): Promise<Peer["search"]> {
  const { default: Fuse } = await import("fuse.js");
  const fuse = new Fuse(
    templates.map(({ text }) => text),
    { threshold: 1 - THRESHOLD, ignoreLocation: true },
  );
  return (normalised) => {
    const [nearest] = fuse.search(normalised, { limit: 1 });
    return nearest ? templates[nearest.refIndex]!.number : NO_TEMPLATE;
  };
}
