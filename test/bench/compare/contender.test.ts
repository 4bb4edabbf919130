import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { contenderOf } from "../../../bench/compare/contender.ts";
import { isChangedSinceBuild, stampBuild } from "../../../bench/harness/build-stamp.ts";
import { newFolder } from "../../new-folder.ts";

const folder = newFolder("contender");

let checkouts = 0;
/** A checkout that was just built. */
function built(): string {
  const root = join(folder, `built-${checkouts++}`);
  for (const path of ["src/core", "bench", "dist/src/cli"]) mkdirSync(join(root, path), { recursive: true });
  writeFileSync(join(root, "src/core/heap.ts"), "export {};\n");
  writeFileSync(join(root, "bench/compare.ts"), "export {};\n");
  writeFileSync(join(root, "dist/src/cli/main.js"), "");
  stampBuild(root);
  return root;
}

test("a build knows its sources again, in a copy too, and that one was changed, added or removed since", () => {
  const root = built();
  const copy = `${root}-copy`;
  cpSync(root, copy, { recursive: true });
  writeFileSync(join(root, "src/core/.heap.ts.swp"), "an editor's");
  expect([root, copy].map(isChangedSinceBuild)).toEqual([false, false]);
  for (const change of [
    () => writeFileSync(join(root, "src/core/heap.ts"), "export const changed = 1;\n"),
    () => writeFileSync(join(root, "bench/added.ts"), "export {};\n"),
    () => rmSync(join(root, "bench/added.ts")),
  ]) {
    change();
    expect(() => contenderOf(root)).toThrow(/has changed since it was built.*npm run build/);
    stampBuild(root);
    expect(contenderOf(root)).toMatchObject({ kind: "checkout" });
  }
});

test("an installed package has no sources, and an older build no stamp: nobody can tell", () => {
  const [installed, older, movedBack] = [built(), built(), built()];
  for (const path of ["src", "bench"]) rmSync(join(installed, path), { recursive: true });
  rmSync(join(older, "dist/sources.txt"));
  // Moved back to an older version, whose build leaves the stamp as it was.
  writeFileSync(join(movedBack, "src/core/heap.ts"), "export const older = 1;\n");
  writeFileSync(join(movedBack, "dist/src/cli/main.js"), "older");
  expect([installed, older, movedBack].map(isChangedSinceBuild)).toEqual([false, false, false]);
});

const written = (path: string, text: string): string => {
  writeFileSync(join(folder, path), text);
  return join(folder, path);
};

test("what is no checkout, no result and no command is refused, with what to do", () => {
  for (const name of ["unbuilt", "kept"]) mkdirSync(join(folder, name));
  expect(() => contenderOf(join(folder, "unbuilt"))).toThrow(/it is no checkout/);
  written("unbuilt/package.json", "{}");
  expect(() => contenderOf(join(folder, "unbuilt"))).toThrow(/npm ci && npm run build/);
  const kept = written("kept/bench.json", "{}");
  expect(() => contenderOf(join(folder, "kept"))).toThrow(`name ${kept}`);
  expect(() => contenderOf(join(folder, "missing.json"))).toThrow(/cannot read/);
  for (const text of ["", '{"a":1', "{}"]) {
    expect(() => contenderOf(written("strange.json", text))).toThrow(/is no result of a bench/);
  }
  const file = written("page.html", "");
  for (const word of [join(folder, "missing"), "../missing", "./missing/", ".missing", `${file}/`]) {
    expect(() => contenderOf(word)).toThrow(`got ${word}, which does not exist`);
  }
  expect(() => contenderOf(" ")).toThrow("got nothing");
  const commands = ["true", "$SHELL", "node missing/main.js", "./missing && true", "run smoke > out.json"];
  for (const command of [...commands, process.execPath, `node ${"x".repeat(5000)}`]) {
    expect(contenderOf(command).kind).toBe("command");
  }
});
