/** The stages of screening and their evidence, from the server, in the language shown. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { StageName, StageWords } from "../../../explain/stage-words.ts";
import { useWords } from "./use-words.ts";

export const CatalogueContext = createContext<StageWords | null>(null);

const NONE: readonly StageName[] = [];

export interface StageTexts {
  /** None before the catalogue is there. */
  readonly stages: readonly { readonly name: string; readonly title: string; readonly question: string }[];
  readonly titleOf: (stage: string) => string;
  readonly evidenceOf: (part: string) => string | null;
}

export function useStages(): StageTexts {
  const catalogue = useContext(CatalogueContext);
  const { words, say } = useWords();
  const stages = (catalogue?.stages ?? NONE).map(({ name, title, question }) => {
    return { name, title: say(title), question: say(question) };
  });
  return {
    stages,
    titleOf: (stage) => stages.find(({ name }) => name === stage)?.title ?? stage,
    evidenceOf: (part) => {
      if (part === "prior") return words.prior;
      const known = catalogue !== null && Object.hasOwn(catalogue.evidence, part) ? catalogue.evidence[part] : null;
      return known == null ? null : say(known);
    },
  };
}
