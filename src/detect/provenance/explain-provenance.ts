/** What the stage `provenance` saw of one event. */
import { counted, formatCount } from "../../core/counted.ts";
import type { unpackProvenance } from "../../event/provenance.ts";
import type { Localised } from "../stage.ts";

/** The records, by name; null: unknown. */
export type SeenProvenance = ReturnType<typeof unpackProvenance>;

type Line = (value: number) => Localised;

const LINES: Readonly<Record<keyof SeenProvenance, Line>> = {
  numberAgeDays: (days) => ({
    en: `number activated ${counted(days, "day")} ago`,
    zh: `号码开通 ${formatCount(days)} 天`,
  }),
  deviceNumbers: (numbers) => ({
    en: `${counted(numbers, "number")} on its device`,
    zh: `该设备用过 ${formatCount(numbers)} 个号码`,
  }),
  cells: (cells) => ({ en: `${counted(cells, "cell")} a day`, zh: `每天 ${formatCount(cells)} 个小区` }),
  outgoingShare: (share) => ({
    en: `${Math.round(share * 100)} % of calls made by it`,
    zh: `通话中主叫占 ${Math.round(share * 100)} %`,
  }),
  domainAgeDays: (days) => ({
    en: `domain registered ${counted(days, "day")} ago`,
    zh: `域名注册 ${formatCount(days)} 天`,
  }),
};

export function explainProvenance(saw: SeenProvenance): Localised | null {
  const lines = (Object.entries(LINES) as [keyof SeenProvenance, Line][]).flatMap(([name, line]) => {
    const value = saw[name];
    return value === null ? [] : [line(value)];
  });
  if (lines.length === 0) return null;
  return { en: lines.map(({ en }) => en).join("; "), zh: lines.map(({ zh }) => zh).join("；") };
}
