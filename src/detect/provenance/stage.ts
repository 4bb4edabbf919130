/** The stage `provenance`: what is on record of caller and domain, before anybody complains? */
import { prepared } from "../../core/prepared.ts";
import { unpackProvenance } from "../../event/provenance.ts";
import type { Findings } from "../../event/findings.ts";
import type { StageOf } from "../stage.ts";
import { explainProvenance, type SeenProvenance } from "./explain-provenance.ts";
import { PROVENANCE_COLUMNS, provenanceFound } from "./found.ts";
import { signReader } from "./signs.ts";

export const PROVENANCE = {
  name: "provenance",
  title: { en: "Provenance", zh: "号码来历" },
  question: { en: "Where do number and domain come from?", zh: "号码和域名从何而来？" },
  summary: "Records of operators: age of a number, its device, cells and calls made; age of a domain.",
  isOffByDefault: true,
  needsRecords: true,
  columns: PROVENANCE_COLUMNS,
  // Log-likelihood ratios, measured on seeds 101 to 104 (decision 65). What speaks for a caller can be
  // bought: it counts a nat at most, where 4.2, 3.9 and 1.3 were measured. A new number or a new page
  // alone is true of every new subscriber and every campaign: each stays below what flags by itself (prior -420, flag
  // from -120), where 3.2, 3.8 and 3.3 were measured.
  evidence: {
    numberNew: { weight: 290, words: { en: "number activated this week", zh: "号码一周内开通" } },
    numberYoung: { weight: 217, words: { en: "number activated this month", zh: "号码一月内开通" } },
    numberOld: { weight: -100, words: { en: "number older than a year", zh: "号码使用一年以上" } },
    deviceShared: { weight: 141, words: { en: "device shows many numbers", zh: "一机多号" } },
    movesAbout: { weight: -100, words: { en: "seen in several cells", zh: "在多个小区出现" } },
    isCalled: { weight: -100, words: { en: "is called as well", zh: "也常有来电" } },
    domainNew: { weight: 290, words: { en: "domain registered this week", zh: "域名一周内注册" } },
    domainYoung: { weight: 290, words: { en: "domain registered this month", zh: "域名一月内注册" } },
  },
  readEvidence: (_events, findings, _settings, bitOf) => {
    const { seen } = provenanceFound(findings);
    const signsOf = signsBy(bitOf);
    return (row) => signsOf(seen[row]!);
  },
  lasting: () => ({}),
  attacher: () => ({ attach: (handle) => handle }),
  // Records change by the hour, events do not: what was judged is kept beside the verdict.
  screen: ({ provenance, count }, findings) => {
    const { seen } = provenanceFound(findings);
    for (let row = 0; row < count; row++) seen[row] = provenance[row]!;
  },
  saw: (_, findings, row) => valuesOf(findings, row),
  explain: (_events, _findings, _row, saw) => saw && explainProvenance(saw),
  record: (_, findings, row) => valuesOf(findings, row),
  // The records themselves are columns of the events.
  fields: [],
} as const satisfies StageOf<object, object, SeenProvenance>;

/** Its tables take milliseconds to fill, and a reader is asked for with each batch, which may be one event. */
const signsBy = prepared(signReader);

function valuesOf(findings: Findings, row: number): SeenProvenance {
  return unpackProvenance(provenanceFound(findings).seen[row]!);
}
