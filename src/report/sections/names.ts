/** Names of report.json as people read them. */
import { t, type Text, type Localised } from "../../ui/words.ts";
import { STAGES as SCREENING } from "../../detect/screening.ts";
import type { DeliveryChannel } from "../../record/warning.ts";

const STAGES: ReadonlyMap<string, Text> = new Map(SCREENING.map(({ name, title }) => [name, title]));

/** A stage that this process does not have goes by its name. */
export function stageTitle(stage: string): Text {
  return STAGES.get(stage) ?? stage;
}

export const CHANNEL_NAMES: Readonly<Record<DeliveryChannel, Localised>> = {
  message: t`message`,
  telephone: t`telephone`,
  family: t`relative`,
  visit: t`visit`,
};

export const LEVEL_NAMES: readonly Localised[] = [
  t`script as known`,
  t`synonyms, reordered`,
  t`symbols, zero width`,
  t`homoglyphs`,
  t`pinyin, split characters`,
  t`paraphrase`,
];
