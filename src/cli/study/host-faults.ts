/** What goes wrong on hosts that GNU parallel reaches by ssh: named once it is known, while other hosts go on. */
import { readFileSync } from "node:fs";
import { counted } from "../../core/counted.ts";
import { print } from "../../core/terminal/print.ts";
import { printable } from "../../core/terminal/printable.ts";

/** Of a task: ssh's own, a program that is not there or may not run, and a folder that is not there. */
const SSH = 255;
const CODES = [SSH, 127, 126, 7];
/** The log of jobs is written about when a host says what is wrong. */
const SETTLE_MS = 500;
const MAX_SAID = 500;

/** How GNU parallel must be started for `HostFaults`, and for a host that asks for a password or never answers. */
export const HOST_WORDS = ["--tagstring={#}"];
export const HOST_VARIABLES = { PARALLEL_SSH: "ssh -o BatchMode=yes -o ConnectTimeout=20" };

export class HostFaults {
  readonly #joblog: string;
  readonly #logOf: (task: string) => string;
  readonly #advice: (host: string, isSsh: boolean) => string;
  readonly #said = new Map<string, string>();
  readonly #told = new Set<string>();
  /** How many more tasks ended as one that was told, by host, exit code and what was said. */
  readonly #alike = new Map<string, number>();
  #timer: NodeJS.Timeout | null = null;
  #half = "";

  /** `logOf` a task; `advice`: what to try on a host that ssh did not reach, or that lacks something. */
  constructor(joblog: string, logOf: (task: string) => string, advice: (host: string, isSsh: boolean) => string) {
    this.#joblog = joblog;
    this.#logOf = logOf;
    this.#advice = advice;
  }

  /** What stands behind the number of a task, its host said; the rest is of GNU parallel itself. */
  hear(text: string): void {
    const lines = `${this.#half}${text}`.split(/[\r\n]+/);
    this.#half = lines.pop()!;
    for (const line of lines) {
      const [, task, said] = /^(\d+)\t(.*)$/.exec(line) ?? [];
      if (task === undefined) print(process.stderr, `${printable(line)}\n`);
      else this.#said.set(task, `${this.#said.get(task) ?? ""} ${said}`.trim().slice(0, MAX_SAID));
    }
    this.#timer ??= setTimeout(() => this.#tell(), SETTLE_MS);
  }

  end(): void {
    this.hear("\n");
    this.#tell();
    for (const [key, more] of this.#alike) {
      if (more === 0) continue;
      const [host] = key.split("\0");
      print(process.stderr, `Note: host ${printable(host!)}: ${counted(more, "more task")} ended in this way\n`);
    }
  }

  #tell(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    for (const row of readLines(this.#joblog)) {
      const [task = "", host = "", , , , , exit] = row.split("\t");
      const [code, said = ""] = [Number(exit), this.#said.get(task)];
      if (this.#told.has(task) || code === 0 || (said === "" && !CODES.includes(code))) continue;
      this.#told.add(task);
      const key = [host, code, said].join("\0");
      const alike = this.#alike.get(key);
      if (alike !== undefined) {
        this.#alike.set(key, alike + 1);
        continue;
      }
      this.#alike.set(key, 0);
      const why = said === "" ? `see ${this.#logOf(task)}` : `it said: ${said}`;
      print(
        process.stderr,
        `Note: host ${printable(host)}: task ${task} ended with ${code}; ${printable(why)}\n` +
          `  Try there: ${printable(this.#advice(host, code === SSH))}\n` +
          "  What other hosts do is kept, and the same command goes on with what is left.\n",
      );
    }
  }
}

/** Without its head. None where it is not there yet. */
function readLines(path: string): string[] {
  try {
    return readFileSync(path, "utf8").split("\n").slice(1, -1);
  } catch {
    return [];
  }
}
