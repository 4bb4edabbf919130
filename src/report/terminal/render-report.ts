/** The report as tables for people: every rate with its interval and n, in 80 columns, plain or with emphasis. */
import { en } from "../../ui/words.ts";
import { emphasise, type Style } from "../../core/terminal/table.ts";
import { continueLines, wrap } from "../../core/terminal/wrap.ts";
import { counted, formatPercent } from "../format.ts";
import { printableDocument } from "../printable-document.ts";
import type { Report } from "../schema.ts";
import { SECTIONS } from "../sections/list.ts";
import type { Fact, Shown } from "../sections/section.ts";
import { drawTable } from "./draw-table.ts";
import { labelledLines } from "./labelled-lines.ts";

export interface TerminalOptions {
  /** Tables take at most 80 columns; longer lines of words wrap here. */
  readonly width: number;
  readonly colour: boolean;
}

/** All sections, ending with a line break. What came from outside (names, the command line) is escaped. */
export function renderReport(document: Report, { width, colour }: TerminalOptions): string {
  const report = printableDocument(document);
  const style: Style = { colour };
  const shown = SECTIONS.flatMap((section) => section.show(report));
  return `${[headline(report, style), ...drawShown(shown, width, style)].join("\n\n")}\n`;
}

function headline({ scenario, seed, events, fraud, rates }: Report, style: Style): string {
  const { contacts, intercepted } = fraud;
  return [
    emphasise("bold", `Ringfence: ${scenario.slice(0, 60)}, seed ${seed}`, style),
    `${counted(events.total, "event")}: ${counted(events.calls, "call")}, ${counted(events.messages, "message")}`,
    `${counted(contacts.calls + contacts.messages, "fraud contact")} (${formatPercent(rates.prevalence)}); ` +
      `${counted(intercepted.domains, "fraud domain")} and ${counted(intercepted.apps, "app")} blocked`,
  ].join("\n");
}

/** A chart is for the page alone; its table is not. */
function drawShown(shown: readonly Shown[], width: number, style: Style): string[] {
  return shown.flatMap((each): string[] => {
    if ("facts" in each) return [factLines(each.facts, width, style)];
    if ("command" in each) return [continueLines(each.command, width)];
    if ("paragraphs" in each) return [each.paragraphs.flatMap((text) => wrap(en(text), "", width)).join("\n")];
    return each.table === undefined ? [] : [drawTable(each.table, style)];
  });
}

function factLines(facts: readonly Fact[], width: number, style: Style): string {
  const columns = Math.max(...facts.map(([name]) => en(name).length)) + 2;
  return labelledLines(
    facts.map(([name, value]) => [en(name), wrap(en(value), "", width - columns).join("\n")]),
    columns,
    style,
  );
}
