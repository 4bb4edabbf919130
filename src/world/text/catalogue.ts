import { BENIGN_CLASSES, TYPOLOGIES } from "../../event/taxonomy.ts";
import type { Grammar, Script } from "./grammar.ts";
import { once } from "../../core/once.ts";
import { type StoredTable, readTable } from "../../core/stored-table.ts";
import type { PhraseBankHandle } from "./phrase-bank.ts";

/** `message` of a step that is a call: it has no wording. */
export const NO_MESSAGE = -1;

export interface StepEntry {
  readonly channel: "message" | "call";
  readonly afterHours: number;
  /** Median length of the answered calls, in seconds; 0 for a text. */
  readonly durationMedianS: number;
  readonly message: number;
  readonly hasLink: boolean;
}

export interface ScriptEntry {
  readonly id: string;
  readonly typology: number;
  readonly steps: readonly StepEntry[];
}

interface BenignEntry {
  readonly id: string;
  /** Share of its class's messages. */
  readonly weight: number;
  readonly message: number;
  readonly isTwin: boolean;
}

export interface Catalogue {
  readonly scripts: readonly (readonly ScriptEntry[])[];
  readonly benign: readonly (readonly BenignEntry[])[];
  readonly messageCount: number;
}

/** Numbers the messages of a grammar: message steps in the order of scripts and steps, then benign messages. */
export function describeScripts(grammar: Grammar): Catalogue {
  const scripts: ScriptEntry[][] = TYPOLOGIES.map(() => []);
  const benign: BenignEntry[][] = BENIGN_CLASSES.map(() => []);
  let message = 0;
  for (const { id, typology, steps } of grammar.scripts) {
    const entries = steps.map((step): StepEntry => {
      const { channel, afterHours } = step;
      const call = step.channel === "call";
      const durationMedianS = call ? step.durationMedianS : 0;
      const hasLink = hasSlot(step, "link");
      return { channel, afterHours, durationMedianS, message: call ? NO_MESSAGE : message++, hasLink };
    });
    const index = TYPOLOGIES.indexOf(typology);
    scripts[index]!.push({ id, typology: index, steps: entries });
  }
  for (const { id, benignClass, weight, twin } of grammar.benign) {
    const isTwin = twin !== undefined;
    benign[BENIGN_CLASSES.indexOf(benignClass)]!.push({ id, weight, message: message++, isTwin });
  }
  return { scripts, benign, messageCount: message };
}

function hasSlot(step: Script["steps"][number], slot: string): boolean {
  if (step.channel === "call") return false;
  const segments = [step.zh, step.en].flatMap((wording) => [...wording.segments, ...wording.paraphrase]);
  return segments.some(({ words }) => words.some((word) => word.includes(`{${slot}}`)));
}

export interface Wordings {
  readonly catalogue: Catalogue;
  readonly phraseBank: PhraseBankHandle;
}

export const WORDINGS_TABLE = "wordings.bin";

type Head = Pick<Wordings, "catalogue"> & Pick<PhraseBankHandle, "sizes">;

/** The wordings of the package's datasets, read once a process. Throws RingfenceError "io" if the build left none. */
export const wordings = once((): Wordings => {
  const { head, buffer } = readTable<Head>(WORDINGS_TABLE);
  return { catalogue: head.catalogue, phraseBank: { buffer, sizes: head.sizes } };
});

export function storedWordings({ catalogue, phraseBank }: Wordings): StoredTable<Head> {
  return { head: { catalogue, sizes: phraseBank.sizes }, buffer: phraseBank.buffer };
}
