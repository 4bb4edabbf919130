/** `ringfence bench doctor`: can this machine measure? */
import type { Command } from "commander";
import { examine } from "../../../bench/doctor/doctor.ts";
import { renderDoctor } from "../../../bench/doctor/render.ts";
import { RingfenceError } from "../../core/errors.ts";
import { printEmphasised } from "../../core/terminal/print.ts";
import { jsonDocument, wantsColour } from "../output.ts";

interface DoctorOptions {
  readonly quick?: boolean;
  readonly json?: boolean;
}

const HELP = `
Exit codes: 0 this machine can measure, though there may be advice, or others
may keep it busy now (with --json: canMeasureNow); 5 it cannot, or the way
latency is measured reads something else than what is true.`;

export function registerDoctor(bench: Command): void {
  bench
    .command("doctor")
    .description("can this machine measure, and does the way latency is measured read what is true?")
    .option("--quick", "look for one second only")
    .option("--json", "print the findings as one JSON document and nothing else")
    .addHelpText("after", HELP)
    .action(async ({ quick, json }: DoctorOptions) => {
      const found = await examine(quick ? "quick" : "full");
      const style = { colour: wantsColour(process.stdout) };
      printEmphasised(process.stdout, json ? jsonDocument(found) : `${renderDoctor(found, style)}\n`);
      if (found.canMeasure) return;
      const bad = found.findings.filter(({ state }) => state === "bad");
      throw new RingfenceError(
        "invalid",
        bad.map(({ what, found: is, advice }) => `${what}: ${is}; ${advice}`).join("; "),
      );
    });
}
