import type { ReportTable } from "../../report/report-table.ts";
import type { Importance } from "../importance.ts";
import { both, type Text } from "../../core/words.ts";
import { figureText } from "./figure-names.ts";
import { changeText, figureNamed, figureWords, inPoints } from "./figure-words.ts";

export function importanceTable(importance: readonly Importance[]): ReportTable {
  return {
    head: [
      { en: "Figure: parameters by what they move", zh: "数字：参数按其影响" },
      { en: "moves it by", zh: "影响" },
      { en: "from first to last value", zh: "从首值到末值" },
    ],
    rows: importance.flatMap(({ figure: name, parameters }) => {
      const figure = figureNamed(name);
      return parameters.map(({ path, effect: { span, change } }): Text[] => [
        both`${figureText(figure)}: ${path}`,
        span === null ? "" : inPoints(figureWords(figure, span)),
        changeText(figure, change),
      ]);
    }),
    notes: [
      {
        en: "Moves it by: the highest less the lowest of its figures along the parameter, all else averaged over. From first to last value: the mean of differences between runs of one seed, with its 95 % interval by Student's t over seeds; none of fewer than three.",
        zh: "影响：沿该参数最大的数字减去最小的，其余取平均。从首值到末值：同一种子各次运行之差的平均，及按种子的 95 % 区间（学生 t 分布）；少于三个种子则没有。",
      },
    ],
  };
}
