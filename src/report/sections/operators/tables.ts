/** What each operator and the stores did with the platform's notices. */
import type { Text } from "../../../core/words.ts";
import { formatClusterInterval, formatCount, formatPercent, NONE } from "../../format.ts";
import type { ReportTable } from "../../report-table.ts";
import { named } from "../names.ts";
import type { OperatorsReport } from "./schema.ts";

/** Notices, and what passed as they were not enacted. */
export function noticeTable({ operators, stores }: OperatorsReport): ReportTable {
  return {
    head: [
      { en: "Notices", zh: "通知" },
      { en: "sent", zh: "发出" },
      { en: "enacted", zh: "已执行" },
      { en: "median h", zh: "中位小时" },
      { en: "late", zh: "迟" },
      { en: "refused", zh: "拒" },
      { en: "look-ups", zh: "查询" },
    ],
    rows: [
      ...operators.map(({ name, passed, sitesPassed, ...notices }): Text[] => [
        named(name),
        ...noticeCells(notices),
        formatCount(passed.late),
        formatCount(passed.refused),
        formatCount(sitesPassed),
      ]),
      [named(stores.name), ...noticeCells(stores), "", "", formatCount(stores.appsPassed)],
    ],
    notes: [
      {
        en: "sent: of numbers and sites to operators, of apps to stores; median h: from listing to blocking, of notices that are ever enacted",
        zh: "发出：号码和网站发给运营商，应用发给应用商店；中位小时：从列入名单到拦截，只计最终执行的",
      },
      {
        en: "late, refused: fraud contacts with customers of that operator that rest on a listing and passed, as it blocks the number or site later, or never",
        zh: "迟、拒：该运营商客户遭遇的、本应因名单而拦截却漏过的诈骗接触，因为它较晚或从不拦截该号码或网站",
      },
      {
        en: "look-ups: of listed sites, or installs of listed apps, that passed for either reason",
        zh: "查询：因上述任一原因漏过的对名单网站的访问，或对名单应用的安装",
      },
    ],
  };
}

export function operatorTable({ operators }: OperatorsReport): ReportTable {
  return {
    head: [
      { en: "By operator of the callee", zh: "按被叫所属运营商" },
      { en: "intercepted", zh: "拦截" },
      { en: "95 % over gangs", zh: "95 %，按团伙" },
      "n",
      { en: "benign passed", zh: "放过的正常" },
    ],
    rows: operators.map(({ name, interception, contacts, passed }) => [
      named(name),
      formatPercent(interception),
      formatClusterInterval(interception),
      formatCount(contacts),
      formatCount(passed.benign),
    ]),
    notes: [
      {
        en: "benign passed: benign events that would have been blocked as listed, had the operator enacted the notice",
        zh: "放过的正常：若运营商执行通知，便会因名单而误拦的正常事件",
      },
    ],
  };
}

function noticeCells({
  notices,
  enacted,
  medianDelayHours,
}: Pick<OperatorsReport["stores"], "notices" | "enacted" | "medianDelayHours">): string[] {
  return [formatCount(notices), formatCount(enacted), medianDelayHours === null ? NONE : formatCount(medianDelayHours)];
}
