/**
 * `npm run test:breaks [-- WORD ...]`: breaks the program on purpose, one small edit of test/breaks.json at a time, in a
 * copy of the project, and runs the tests that should fail: those that killed it before, then all that load the file,
 * then the quick tier. Says what survives, and exits with 1 then. WORD: only breaks whose room or file has it. With
 * --record it writes down what killed each.
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const list = join(root, "test/breaks.json");
const words = process.argv.slice(2).filter((word) => word !== "--record");
const breaks = JSON.parse(readFileSync(list, "utf8"));

if (!existsSync(join(root, "dist/sources.json"))) throw new Error("expected a build: npm run build");

const copy = mkdtempSync(join(tmpdir(), "breaks-"));
try {
  copyProject();
  let survived = 0;
  for (const each of breaks) {
    if (words.length > 0 && !words.some((word) => each.room.includes(word) || each.file.includes(word))) continue;
    const killer = tryBreak(each);
    console.log(`${each.room}: ${each.what}: ${killer === null ? "SURVIVED" : `killed by ${killer}`}`);
    if (killer === null) survived++;
    else each.killedBy = killer;
  }
  if (process.argv.includes("--record")) writeFileSync(list, `${JSON.stringify(breaks, null, 2)}\n`);
  console.log(survived === 0 ? "none survived" : `${survived} survived`);
  process.exitCode = survived === 0 ? 0 : 1;
} finally {
  rmSync(copy, { recursive: true });
}

/** Tracked files and new ones; what is installed and built is shared. */
function copyProject() {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const { stdout } = spawnSync("git", args, { cwd: root, encoding: "utf8", maxBuffer: 1 << 26 });
  for (const path of stdout.split("\0").filter((name) => name !== "" && existsSync(join(root, name)))) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    cpSync(join(root, path), join(copy, path));
  }
  for (const name of ["node_modules", "dist"]) symlinkSync(join(root, name), join(copy, name));
}

/** The test that fails of it, or null where all pass. */
function tryBreak({ file, old, new: broken, killedBy }) {
  const path = join(copy, file);
  const whole = readFileSync(path, "utf8");
  if (whole.split(old).length !== 2) throw new Error(`${file}: expected once: ${old}`);
  writeFileSync(
    path,
    whole.replace(old, () => broken),
  );
  try {
    const before = killedBy === undefined ? null : killerAmong(["run", killedBy.split(" > ")[0]]);
    return before ?? killerAmong(["related", "--run", file]) ?? killerAmong(["run"]);
  } finally {
    writeFileSync(path, whole);
  }
}

function killerAmong(args) {
  const report = join(copy, "report.json");
  const options = ["--project", "quick", "--bail", "1", "--reporter", "json", "--outputFile", report];
  rmSync(report, { force: true });
  spawnSync("npx", ["vitest", ...args, ...options, "--passWithNoTests"], { cwd: copy, stdio: "ignore" });
  const { testResults } = JSON.parse(readFileSync(report, "utf8"));
  for (const { name, assertionResults } of testResults) {
    const failed = assertionResults.find(({ status }) => status === "failed");
    if (failed !== undefined) return `${relative(copy, name)} > ${failed.fullName}`;
  }
  // A file that does not load tells nothing: the edit may be no program.
  return null;
}
