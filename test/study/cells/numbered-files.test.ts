/** Files with numbers, in a folder that is made with the first of them. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { newFolder } from "../../new-folder.ts";

const folder = newFolder("numbered-files");
const BUILT = pathToFileURL(join(import.meta.dirname, "../../../dist/src/study/cells/numbered-files.js")).href;
const READ_ONLY = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"';
const inReadOnly = (...words: readonly string[]) =>
  spawnSync("unshare", ["--mount", "sh", "-c", READ_ONLY, folder, ...words], { encoding: "utf8" });

const mayMount = spawnSync("unshare", ["--mount", "true"]).status === 0;
if (!mayMount) console.warn("nothing may be mounted here: a read-only directory of a study is not tried");

test.skipIf(!mayMount)("a directory that is read-only is named as such", () => {
  const script = `import(${JSON.stringify(BUILT)}).then(({ NumberedFiles }) =>
    new NumberedFiles(${JSON.stringify(folder)}, "processes/*.json").take())`;
  const { stderr } = inReadOnly(process.execPath, "-e", script);
  expect(stderr).toContain(`cannot write to ${join(folder, "processes")}: the file system is read-only`);
});
