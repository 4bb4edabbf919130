/** How one episode went, as a document. Truth: it is kept apart from what the platform knows. */
import type { EpisodeRecord } from "../event/episode.ts";
import { TYPOLOGIES, type Typology } from "../event/taxonomy.ts";

export interface EpisodeDocument extends Omit<EpisodeRecord, "typology"> {
  readonly typology: Typology;
}

export function episodeDocument(record: EpisodeRecord): EpisodeDocument {
  return { ...record, typology: TYPOLOGIES[record.typology]! };
}
