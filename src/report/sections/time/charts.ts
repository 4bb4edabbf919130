import { both, type Text } from "../../../core/words.ts";
import { sumOf } from "../../../core/sum.ts";
import type { Chart } from "../../../ui/chart/chart.ts";
import { INK } from "../../../ui/chart/palette.ts";
import { formatCount } from "../../format.ts";
import { CHANNEL_NAMES } from "../names.ts";
import type { RunFields } from "../run/schema.ts";
import type { TimeFields } from "./schema.ts";
import { hoursEach, hoursWords, inStretches, isZero, trackChart, type Track } from "./track-chart.ts";

type Report = TimeFields & Pick<RunFields, "hours">;

export function warningsChart({ timeline, hours }: Report): Chart {
  const { engaged, warnings, onTarget } = timeline;
  const each = hoursEach(Math.max(timeline.hours, warnings.length, engaged.length));
  const [stretch, end] = [hoursWords(each), hoursWords(hours.scenario)];
  const track = (name: Text, colour: string, mark: Track["mark"], byHour: readonly number[]): Track => {
    return { name, colour, mark, values: inStretches(byHour, each, sumOf) };
  };
  return trackChart({
    id: "warnings",
    title: { en: "When were people taken in, and when warned?", zh: "人们何时上钩，何时得到预警？" },
    sentence: {
      en:
        `Episodes that began, warnings pushed, and how many of these were on target, in stretches of ${stretch.en}. ` +
        `First contacts end after ${end.en}; episodes that are under way then go on.`,
      zh: `新发生的诈骗、推送的预警及其中命中的，每段 ${stretch.zh}。首次接触在 ${end.zh}后停止；进行中的诈骗继续。`,
    },
    unit: { en: `number in ${stretch.en}`, zh: `每 ${stretch.zh}的数量` },
    hoursEach: each,
    tracks: [
      track({ en: "episodes that began", zh: "新发生的诈骗" }, INK.fraud, "dotted", engaged),
      track({ en: "warnings pushed", zh: "推送的预警" }, INK.flagged, "dashed", warnings),
      track({ en: "of them on target", zh: "其中命中" }, INK.defended, "solid", onTarget),
    ],
    nothing: isZero(engaged, warnings)
      ? { en: "Nobody was taken in or warned (n = 0).", zh: "没有人上钩，也没有预警（n = 0）。" }
      : null,
  });
}

export function queuesChart({ timeline, hours, dissuasion }: Report): Chart {
  const { telephone, visit } = timeline.queues;
  const each = hoursEach(Math.max(hours.scenario, telephone.length, visit.length));
  const stretch = hoursWords(each);
  const track = (channel: "telephone" | "visit", byHour: readonly number[]): Pick<Track, "name" | "values"> => ({
    name: teamName(channel, dissuasion),
    values: inStretches(byHour, each, (part) => part.reduce((most, value) => Math.max(most, value), 0)),
  });
  return trackChart({
    id: "queues",
    title: { en: "Did the teams that warn keep up?", zh: "劝阻的人忙得过来吗？" },
    sentence: {
      en:
        `Warnings that waited for an agent or a team, the most in each stretch of ${stretch.en}. ` +
        "A queue that keeps growing is a team too small: warnings then come too late.",
      zh: `等待劝阻员或上门组的预警，为每段 ${stretch.zh}中的最大值。排队一直变长，说明人手不足：预警就会太晚。`,
    },
    unit: { en: "jobs waiting, at most", zh: "等待数，最大值" },
    hoursEach: each,
    tracks: [
      { ...track("telephone", telephone), colour: INK.ours, mark: "solid" },
      { ...track("visit", visit), colour: INK.reference, mark: "dashed" },
    ],
    nothing:
      dissuasion.teams.length === 0
        ? { en: "There was no team, so there was no queue.", zh: "没有劝阻人手，所以没有排队。" }
        : isZero(telephone, visit)
          ? {
              en: "No job waited at the end of any hour: the teams kept up.",
              zh: "每小时末都没有等待：人手忙得过来。",
            }
          : null,
  });
}

function teamName(channel: "telephone" | "visit", { teams }: TimeFields["dissuasion"]): Text {
  const team = teams.find((one) => one.channel === channel);
  if (team === undefined) return CHANNEL_NAMES[channel];
  const size = formatCount(team.size);
  const people =
    channel === "telephone"
      ? { en: `${size} agents`, zh: `${size} 名劝阻员` }
      : { en: `${size} teams`, zh: `${size} 组` };
  return both`${CHANNEL_NAMES[channel]}, ${people}`;
}
