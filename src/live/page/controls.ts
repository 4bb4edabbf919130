/** What the controls are called, and how runs differ in them. */
import { t, type Text } from "../../ui/words.ts";
import type { Control, ControlKey } from "../server/protocol.ts";
import type { RunRequest } from "../server/requests.ts";
import type { Catalogue } from "../server/scenario-list.ts";
import { inUnit, scenarioOf } from "./settings.ts";

/** The name, and what it is. */
export const CONTROL_WORDS: Readonly<Record<ControlKey, readonly [Text, Text]>> = {
  filterEntries: [t`Entries in the blocklist`, t`Known bad numbers and domains when the run begins.`],
  filterErrorRate: [t`Error rate promised`, t`How often the filter may say “perhaps” of a key that is not listed.`],
  matchThreshold: [t`Similarity for a match`, t`How near to a known script a text must be.`],
  obfuscation: [
    t`Disguise of messages`,
    t`0: all plain. Up to 5, each level makes one more rung as usual as those below. 6: the two highest alone, nothing plain.`,
  ],
  reportDelayHours: [t`Delay of complaints`, t`From a fraud contact to the complaint about it, median.`],
  operatorDelayHours: [
    t`Delay of operators`,
    t`From the listing of a number, site or app until operators and app stores block it.`,
  ],
  warningThreshold: [
    t`Warning threshold`,
    t`A warning is pushed from this exposure on. The lower, the earlier, and the more false alarms.`,
  ],
  telephoneAgents: [t`Telephone agents`, t`They call people who were warned.`],
  visitTeams: [t`Visit teams`, t`They visit people at high risk, and people who do not listen.`],
  relativesKnown: [
    t`Telephones of relatives`,
    t`Subscribers of whom a relative's number is known. Agents call it where the person does not listen.`,
  ],
  prevalence: [t`Share of fraud`, t`Of first contacts and benign calls and messages.`],
};

/** 30,000, 0.36 %, 24 h. */
export function amountOf(value: number, control: Control): Text {
  const shown = inUnit(value, control).toLocaleString("en-GB", { maximumFractionDigits: 10 });
  const unit = unitOf(control);
  return unit === "" ? shown : t`${shown} ${unit}`;
}

export function unitOf({ unit }: Control): Text {
  return unit === "share" ? "%" : unit === "hours" ? t`h` : "";
}

/** Each control that stands differently, and the seed. */
export function differencesOf(before: RunRequest, now: RunRequest, catalogue: Catalogue): readonly Text[] {
  const seed = before.seed === now.seed ? [] : [t`“${t`Seed`}”: ${now.seed}, not ${before.seed}`];
  const controls = catalogue.controls.flatMap((control) => {
    const [was, is] = [before, now].map(
      ({ scenario, settings }) => settings[control.key] ?? scenarioOf(catalogue, scenario).defaults[control.key],
    );
    if (was === is) return [];
    const [name] = CONTROL_WORDS[control.key];
    return [t`“${name}”: ${amountOf(is!, control)}, not ${amountOf(was!, control)}`];
  });
  return [...seed, ...controls];
}
