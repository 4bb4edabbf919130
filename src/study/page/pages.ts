import { printableDocument } from "../../ui/printable-document.ts";
import { comparisonPage } from "./compare-page.ts";
import { renderStudyPage } from "./study-page.ts";
import { sweepPage } from "./sweep-page.ts";
import { calibrationPage, tuningPage } from "./tune-page.ts";
import { validationPage } from "./validate-page.ts";

const PAGES = {
  sweep: sweepPage,
  compare: comparisonPage,
  tune: tuningPage,
  calibrate: calibrationPage,
  validate: validationPage,
} as const;

/** The page of a study, from its document alone. Text from outside is made printable. */
export function pageOf(document: object): string {
  const { study } = document as { readonly study: keyof typeof PAGES };
  return renderStudyPage(PAGES[study](printableDocument(document) as never));
}
