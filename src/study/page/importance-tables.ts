/** Which parameters matter, as tables: for the page and the terminal. */
import { formatCount } from "../../report/format.ts";
import { type ReportTable, stack } from "../../report/report-table.ts";
import type { MorrisEffect, SobolIndex } from "../screening-indices.ts";
import type { Importance, ParameterImportance } from "../importance.ts";
import type { StudyFigure } from "../figures.ts";
import { both, type Text, type Words } from "../../core/words.ts";
import { fromTo } from "./difference-words.ts";
import { figureText } from "./figure-names.ts";
import { changeText, figureNamed, figureWords, inPoints, intervalText } from "./figure-words.ts";

/** A table of each kind that the design gives. */
export function importanceTables(importance: readonly Importance[]): ReportTable[] {
  const first = importance[0]?.parameters[0];
  if (first === undefined) return [];
  if (first.morris !== null) return [morrisTable(importance)];
  if (first.sobol !== null) return [sobolTable(importance)];
  return [effectTable(importance)];
}

function effectTable(importance: readonly Importance[]): ReportTable {
  return {
    head: [
      { en: "Figure: parameters by what they move", zh: "数字：参数按其影响" },
      { en: "moves it by", zh: "影响" },
      { en: "from first to last value", zh: "从首值到末值" },
    ],
    rows: rowsOf(importance, (figure, { path, effect }) => [
      path,
      effect.span === null ? "" : changeOf(figure, effect.span),
      changeText(figure, effect.change),
    ]),
    notes: [
      {
        en: "Moves it by: the highest less the lowest of its figures along the parameter, all else averaged over. From first to last value: the mean of differences between runs of one seed, with its 95 % interval by Student's t over seeds; none of fewer than three.",
        zh: "影响：沿该参数最大的数字减去最小的，其余取平均。从首值到末值：同一种子各次运行之差的平均，及按种子的 95 % 区间（学生 t 分布）；少于三个种子则没有。",
      },
    ],
  };
}

function morrisTable(importance: readonly Importance[]): ReportTable {
  return {
    head: [
      { en: "Figure: parameters by mu*", zh: "数字：参数按 mu*" },
      "mu*",
      "mu",
      "sigma",
      { en: "walks", zh: "路径" },
    ],
    rows: rowsOf(importance, (figure, { path, morris }) => morrisRow(figure, path, morris!)),
    notes: [
      {
        en: "Morris screening. mu*: how far a move along the whole range moves the figure, on average and whatever its direction, with a 95 % interval over walks (bootstrap; none of fewer than eight). mu has the direction. A sigma as large as mu* says that the effect depends on other parameters, or is no straight line.",
        zh: "莫里斯筛选。mu*：沿整个范围移动时数字平均变动多少，不论方向，及按路径的 95 % 区间（自助法；少于八条则没有）。mu 有方向。sigma 与 mu* 一样大时，说明影响取决于其他参数，或不是直线。",
      },
    ],
  };
}

function morrisRow(figure: StudyFigure, path: string, morris: MorrisEffect): Text[] {
  const { muStar, low, high, mu, sigma, walks } = morris;
  const told = (value: number | null): Text => (value === null ? NONE_TEXT : changeOf(figure, value));
  const interval = low === null || high === null ? "" : intervalText(figure, low, high);
  return [path, stack(told(muStar), interval), told(mu), told(sigma), formatCount(walks)];
}

function sobolTable(importance: readonly Importance[]): ReportTable {
  return {
    head: [
      { en: "Figure: parameters by total index", zh: "数字：参数按总指数" },
      { en: "total", zh: "总" },
      { en: "by itself", zh: "单独" },
      { en: "base points", zh: "基点" },
    ],
    rows: rowsOf(importance, (_, { path, sobol }) => sobolRow(path, sobol!)),
    notes: [
      {
        en: "Sobol's indices: the share of the variance between points that a parameter explains by itself, and with all that it acts with (total), with 95 % intervals over base points (bootstrap). Figures of few seeds vary by chance too, which counts as variance here.",
        zh: "索博尔指数：各点之间的方差中，一个参数单独解释的份额，以及连同其交互解释的份额（总），及按基点的 95 % 区间（自助法）。种子少时数字也会偶然变动，在这里同样计入方差。",
      },
    ],
  };
}

function sobolRow(path: string, { first, total, bases }: SobolIndex): Text[] {
  return [path, indexWords(total), indexWords(first), formatCount(bases)];
}

function indexWords({ value, low, high }: SobolIndex["first"]): Text {
  if (value === null) return NONE_TEXT;
  return stack(value.toFixed(2), low === null || high === null ? "" : fromTo(low.toFixed(2), high.toFixed(2)));
}

const NONE_TEXT: Words = { en: "none", zh: "无" };

/** The figure's name before the first of its parameters. */
function rowsOf(
  importance: readonly Importance[],
  rowOf: (figure: StudyFigure, parameter: ParameterImportance) => readonly Text[],
): Text[][] {
  return importance.flatMap(({ figure: name, parameters }) => {
    const figure = figureNamed(name);
    return parameters.map((parameter) => {
      const [path, ...cells] = rowOf(figure, parameter);
      return [both`${figureText(figure)}: ${path!}`, ...cells];
    });
  });
}

function changeOf(figure: StudyFigure, value: number): Text {
  return inPoints(figureWords(figure, value));
}
