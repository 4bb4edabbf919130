/** `ringfence gateway thresholds`: from which score on so small a share of the last day's traffic is blocked. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { formatCount } from "../../core/counted.ts";
import { RingfenceError } from "../../core/errors.ts";
import { checkOut, writeOut } from "../../core/file/out-file.ts";
import { print } from "../../core/terminal/print.ts";
import { renderTable } from "../../core/terminal/table.ts";
import { liveThresholds } from "../../gateway/live-thresholds.ts";
import type { ThresholdsAnswer } from "../../gateway/protocol.ts";
import { savedScores } from "../../gateway/score-sample.ts";
import { gatewaySettings } from "../../gateway/settings.ts";
import { SCORES_FILE } from "../../gateway/state-folder.ts";
import { settingsFragment } from "../../scenario/settings-fragment.ts";
import { DEFAULT_BLOCKED_BENIGN } from "../../training/thresholds.ts";
import { flaggedBenignOption, parseSmallShare, settingsFilesOption } from "../options/options.ts";
import { wantsColour } from "../output.ts";

interface ThresholdsOptions {
  readonly blockedBenign?: number;
  readonly flaggedBenign?: number;
  readonly state?: string;
  readonly settings: readonly string[];
  readonly out?: string;
  readonly force?: boolean;
}

const HELP = `
An event counts as benign unless somebody decided that it is fraud: its caller
or domain was listed when it came, or its caller was listed since. Fraud that
nobody found counts as benign, so that thresholds are rather too high.

--state or --settings name the folder of the gateway, as for the gateway itself.
The figures are of the last save (gateway.saveSeconds). GET /v1/thresholds of the
gateway has them as JSON, as they are now.

Exit codes: 0 printed; 2 bad usage; 4 too few events for the share; 7 nothing was
saved, or the file cannot be written.`;

export function registerThresholds(gateway: Command): void {
  gateway
    .command("thresholds")
    .description("say from which score on a share of the last day's traffic would be blocked, and flagged")
    .option(
      "--blocked-benign <share>",
      "share of events that nobody decided to be fraud that may be blocked (default: 0.2%)",
      parseSmallShare,
    )
    .addOption(flaggedBenignOption())
    .option("--state <folder>", "folder of the gateway (default: that of --settings, else gateway-state)")
    .addOption(settingsFilesOption("a YAML file of settings of the gateway"))
    .option("--out <file>", "write the suggested thresholds as YAML, for --shadow or --settings of the gateway")
    .option("--force", "overwrite a file that is there")
    .addHelpText("after", HELP)
    .action(thresholds);
}

async function thresholds({ settings, state, out, force = false, ...shares }: ThresholdsOptions): Promise<void> {
  const options = { force, option: "--out" };
  if (out !== undefined) checkOut(out, options, settings);
  const folder = gatewaySettings(settings, [], state === undefined ? {} : { state }).gateway.state;
  const path = join(folder, SCORES_FILE);
  if (existsSync(folder) && !existsSync(path)) {
    throw new RingfenceError("io", `${folder}: no scores are saved yet: wait for gateway.saveSeconds, and ask again`);
  }
  const { day, scoring } = await savedScores(path);
  const found = ofLastSave(() =>
    liveThresholds(day, scoring, {
      blockedBenign: shares.blockedBenign ?? DEFAULT_BLOCKED_BENIGN,
      flaggedBenign: shares.flaggedBenign ?? null,
    }),
  );
  print(process.stdout, thresholdLines(found, out, wantsColour(process.stdout)));
  if (out !== undefined) writeOut(out, settingsFragment(BOUNDS, valuesOf(found), commentOf(found)), options);
}

/** Too few events are told with how old their number is. */
function ofLastSave(find: () => ThresholdsAnswer): ThresholdsAnswer {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof RingfenceError)) throw error;
    throw new RingfenceError(error.code, `${error.message} (as of the last save: see gateway.saveSeconds)`, {
      cause: error,
    });
  }
}

const BOUNDS = ["screening.flagScore", "screening.blockScore"].map((parameter) => ({ parameter, low: 0, high: 0 }));

function valuesOf({ suggested }: ThresholdsAnswer): number[] {
  return [suggested.flagScore, suggested.blockScore];
}

function commentOf({ from, events, asked }: ThresholdsAnswer): string[] {
  return [
    `Thresholds of ringfence gateway thresholds, by ${formatCount(events)} events since ${from}:`,
    `at most ${percent(asked.blockedBenign)} of those that nobody decided to be fraud are blocked.`,
  ];
}

function thresholdLines(found: ThresholdsAnswer, out: string | undefined, colour: boolean): string {
  const { from, events, decidedFraud, sampled, advises, now, suggested } = found;
  const row = (name: string, marks: typeof now) => [
    name,
    String(marks.flagScore),
    String(marks.blockScore),
    percent(marks.flagged),
    percent(marks.blocked),
  ];
  const set = BOUNDS.map(({ parameter }, at) => `--set ${parameter}=${valuesOf(found)[at]!}`).join(" ");
  const take = out === undefined ? set : `--settings ${out}`;
  const lines = [
    `${formatCount(events)} events since ${from}, of which ${formatCount(decidedFraud)} are decided fraud.`,
    `All others count as benign. The shares are of those, by a sample of ${formatCount(sampled)}.`,
    "",
    renderTable(
      ["", "flag from", "block from", "flagged or blocked", "blocked"],
      [row("now", now), row("suggested", suggested)],
      { colour },
    ),
    "",
    ...(advises
      ? [
          "The model only advises: it flags a message, and blocks none by itself. A text near a known script may be blocked.",
          "",
        ]
      : []),
    `Try it beside the traffic first: ringfence gateway ${out === undefined ? "--shadow FILE (--out writes it)" : `--shadow ${out}`}`,
    `Take it:                         ringfence gateway ${take}`,
  ];
  return `${lines.join("\n")}\n`;
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}
