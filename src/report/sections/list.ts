/**
 * The sections of a report, in the order in which they are read. To add one, write a folder with a `section.ts` and
 * name it here: report.json and its schema, the terminal, the page and its Chinese follow.
 */
import { banksSection } from "./banks/section.ts";
import { baselinesSection } from "./baselines/section.ts";
import { benignSection } from "./benign/section.ts";
import { cardsSection } from "./cards/section.ts";
import { episodesSection } from "./episodes/section.ts";
import { filterSection } from "./filter/section.ts";
import { interceptionSection } from "./interception/section.ts";
import { ledgerSection } from "./ledger/section.ts";
import { limitsSection } from "./limits/section.ts";
import { lineSection } from "./line/section.ts";
import { lossesSection } from "./losses/section.ts";
import { netSection } from "./net/section.ts";
import { ratesSection } from "./rates/section.ts";
import { referenceSection } from "./reference/section.ts";
import { runSection } from "./run/section.ts";
import { stagesSection } from "./stages/section.ts";
import { timeSection } from "./time/section.ts";
import { warningsSection } from "./warnings/section.ts";

export const SECTIONS = [
  netSection,
  ratesSection,
  referenceSection,
  warningsSection,
  stagesSection,
  interceptionSection,
  lineSection,
  benignSection,
  timeSection,
  lossesSection,
  banksSection,
  episodesSection,
  cardsSection,
  filterSection,
  baselinesSection,
  ledgerSection,
  runSection,
  limitsSection,
] as const;
