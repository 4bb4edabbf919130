/**
 * rapidfuzz, the fastest library of the kind that is in wide use (C++ behind Python): `extractOne` over all templates
 * with the same similarity and threshold. A process of its own, which measures itself, so that its start and the
 * transfer of the messages do not count.
 */
import { spawnSync } from "node:child_process";
import { assert } from "../../src/core/assert.ts";
import { RingfenceError } from "../../src/core/errors.ts";

interface RapidfuzzRun {
  readonly version: string;
  readonly ns: number;
  /** Row of the template of each message, -1 where none is near enough. */
  readonly rows: readonly number[];
}

const SCRIPT = `
import json, sys, time
from rapidfuzz import __version__, process
from rapidfuzz.distance import Levenshtein
given = json.load(sys.stdin)
templates, messages, cutoff = given["templates"], given["messages"], given["cutoff"]
def search(message):
    found = process.extractOne(message, templates, scorer=Levenshtein.normalized_similarity, score_cutoff=cutoff)
    return -1 if found is None else found[2]
for message in messages[: max(1, len(messages) // 10)]:
    search(message)
start = time.perf_counter_ns()
rows = [search(message) for message in messages]
ns = (time.perf_counter_ns() - start) / len(messages)
json.dump({"version": __version__, "ns": ns, "rows": rows}, sys.stdout)
`;

const LIMIT_MS = 120_000;
const MAX_OUTPUT_BYTES = 1 << 26;

/** The first on the path, and the one that Debian's package is made for. */
const PYTHONS = ["python3", "/usr/bin/python3"] as const;

/**
 * The interpreter that has rapidfuzz in C++ (Debian: python3-rapidfuzz), or null: the form in plain Python is 400 times
 * slower.
 */
export function findRapidfuzz(): string | null {
  return PYTHONS.find((python) => spawn(python, "import rapidfuzz.distance", "").status === 0) ?? null;
}

/** Throws RingfenceError "io" where the interpreter fails or takes too long. */
export function runRapidfuzz(
  python: string,
  templates: readonly string[],
  messages: readonly string[],
  thresholdPermille: number,
): RapidfuzzRun {
  const input = JSON.stringify({ templates, messages, cutoff: thresholdPermille / 1000 });
  const { status, stdout, stderr } = spawn(python, SCRIPT, input);
  if (status !== 0) {
    const reason = status === null ? `took longer than ${LIMIT_MS / 1000} s` : stderr.trim().split("\n").at(-1);
    throw new RingfenceError("io", `rapidfuzz failed under ${python}: ${reason}`);
  }
  const run = JSON.parse(stdout) as RapidfuzzRun;
  assert(run.rows.length === messages.length, "rapidfuzz answers every message");
  return run;
}

function spawn(python: string, script: string, input: string) {
  return spawnSync(python, ["-c", script], {
    input,
    encoding: "utf8",
    maxBuffer: MAX_OUTPUT_BYTES,
    timeout: LIMIT_MS,
    env: { ...process.env, PYTHONIOENCODING: "utf-8", RAPIDFUZZ_IMPLEMENTATION: "cpp" },
  });
}
