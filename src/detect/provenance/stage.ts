/** The stage `provenance`: what do records say about caller and domain? */
import { t, countOf, joined, type Text, type Localised } from "../../ui/words.ts";
import { prepared } from "../../core/once.ts";
import { unpackProvenance } from "../../event/provenance.ts";
import { type Findings, addSection } from "../../event/findings.ts";
import type { StageOf } from "../stage.ts";
import { signReader } from "./signs.ts";

export const PROVENANCE_COLUMNS = {
  /** The records (event/provenance.ts); 0: none, or the stage is off. */
  seen: "u32",
} as const;

export const provenanceFound = addSection("provenance", PROVENANCE_COLUMNS);

export const PROVENANCE = {
  name: "provenance",
  title: t`Provenance`,
  question: t`Where do number and domain come from?`,
  summary: "Records of operators: age of a number, its device, cells and calls made; age of a domain.",
  isOffByDefault: true,
  needsRecords: true,
  columns: PROVENANCE_COLUMNS,
  // Log-likelihood ratios, measured on seeds 101 to 104 (decision 65). Gangs can buy records that speak for a caller,
  // so each counts at most one nat; 4.2, 3.9 and 1.3 were measured. Every new subscriber has a new number, and every
  // campaign a new page, so none of these flags alone (prior -420, flag from -120); 3.2, 3.8 and 3.3 were measured.
  evidence: {
    numberNew: { weight: 290, words: t`number activated this week` },
    numberYoung: { weight: 217, words: t`number activated this month` },
    numberOld: { weight: -100, words: t`number older than a year` },
    deviceShared: { weight: 141, words: t`device shows many numbers` },
    movesAbout: { weight: -100, words: t`seen in several cells` },
    isCalled: { weight: -100, words: t`is called as well` },
    domainNew: { weight: 290, words: t`domain registered this week` },
    domainYoung: { weight: 290, words: t`domain registered this month` },
  },
  readEvidence: (_events, findings, _settings, bitOf) => {
    const { seen } = provenanceFound(findings);
    const signsOf = signsBy(bitOf);
    return (row) => signsOf(seen[row]!);
  },
  lasting: () => ({}),
  attacher: () => ({ attach: (handle) => handle }),
  // Records change over time, so those that were judged are kept with the verdict.
  screen: ({ provenance, count }, findings) => {
    const { seen } = provenanceFound(findings);
    for (let row = 0; row < count; row++) seen[row] = provenance[row]!;
  },
  saw: (_, findings, row) => valuesOf(findings, row),
  explain: (_events, _findings, _row, saw) => saw && explainProvenance(saw),
  record: (_, findings, row) => valuesOf(findings, row),
  // The records are columns of the events.
  fields: [],
} as const satisfies StageOf<object, object, SeenProvenance>;

/** Kept, since its tables take milliseconds to fill, and each batch, even of one event, needs a reader. */
const signsBy = prepared(signReader);

function valuesOf(findings: Findings, row: number): SeenProvenance {
  return unpackProvenance(provenanceFound(findings).seen[row]!);
}

/** The records, by name; null: unknown. */
export type SeenProvenance = ReturnType<typeof unpackProvenance>;

type Line = (value: number) => Localised;

const LINES: Readonly<Record<keyof SeenProvenance, Line>> = {
  numberAgeDays: (days) => t`number activated ${countOf(days, "day")} ago`,
  deviceNumbers: (numbers) => t`${countOf(numbers, "number")} on its device`,
  cells: (cells) => t`${countOf(cells, "cell")} a day`,
  outgoingShare: (share) => t`${Math.round(share * 100)} % of calls made by it`,
  domainAgeDays: (days) => t`domain registered ${countOf(days, "day")} ago`,
};

function explainProvenance(saw: SeenProvenance): Text | null {
  const lines = (Object.entries(LINES) as [keyof SeenProvenance, Line][]).flatMap(([name, line]) => {
    const value = saw[name];
    return value === null ? [] : [line(value)];
  });
  if (lines.length === 0) return null;
  return joined(lines, "; ");
}
