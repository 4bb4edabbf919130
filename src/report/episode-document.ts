/** How one episode went, as a document. Truth: it is kept apart from what the platform knows. */
import type { EpisodeRecord } from "../event/episode.ts";
import { TYPOLOGIES, type Typology } from "../event/taxonomy.ts";

export interface EpisodeDocument extends Omit<EpisodeRecord, "typology"> {
  readonly typology: Typology;
}

export function episodeDocument(record: EpisodeRecord): EpisodeDocument {
  const { typology, engagedMs, endMs, deadlineMs } = record;
  return {
    ...record,
    typology: TYPOLOGIES[typology]!,
    engagedMs: Math.round(engagedMs),
    endMs: Math.round(endMs),
    deadlineMs: Math.round(deadlineMs),
  };
}
