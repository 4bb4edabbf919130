import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { contenderOf } from "../../../bench/compare/contender.ts";
import { changedSinceBuild, stampBuild } from "../../../bench/harness/build-stamp.ts";

/** A checkout that was just built. */
function built(): string {
  const root = mkdtempSync(join(tmpdir(), "ringfence-build-test-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const folder of ["src/core", "bench", "dist/src/cli"]) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, "src/core/heap.ts"), "export {};\n");
  writeFileSync(join(root, "bench/compare.ts"), "export {};\n");
  writeFileSync(join(root, "dist/src/cli/main.js"), "");
  stampBuild(root);
  return root;
}

test("a build knows its sources again, in a copy too, whatever lies beside them", () => {
  const root = built();
  const copy = `${root}-copy`;
  onTestFinished(() => rmSync(copy, { recursive: true }));
  cpSync(root, copy, { recursive: true });
  writeFileSync(join(root, "src/core/.heap.ts.swp"), "an editor's");
  expect([root, copy].map(changedSinceBuild)).toEqual([null, null]);
});

test("a source that was changed, added or removed since is named", () => {
  const root = built();
  writeFileSync(join(root, "src/core/heap.ts"), "export const changed = 1;\n");
  expect(changedSinceBuild(root)).toBe("src/core/heap.ts");
  stampBuild(root);
  writeFileSync(join(root, "bench/added.ts"), "export {};\n");
  expect(changedSinceBuild(root)).toBe("bench/added.ts");
  stampBuild(root);
  rmSync(join(root, "bench/added.ts"));
  expect(changedSinceBuild(root)).toBe("bench/added.ts");
});

test("an installed package has no sources, and an older build no stamp: nobody can tell", () => {
  const installed = built();
  for (const folder of ["src", "bench"]) rmSync(join(installed, folder), { recursive: true });
  const older = built();
  rmSync(join(older, "dist/sources.json"));
  // Moved back to an older version, whose build leaves the stamp as it was.
  const movedBack = built();
  writeFileSync(join(movedBack, "src/core/heap.ts"), "export const older = 1;\n");
  writeFileSync(join(movedBack, "dist/src/cli/main.js"), "older");
  expect([installed, older, movedBack].map(changedSinceBuild)).toEqual([null, null, null]);
});

test("a checkout that was changed and not built again is not compared", () => {
  const root = built();
  expect(contenderOf(root)).toMatchObject({ kind: "checkout" });
  writeFileSync(join(root, "src/core/heap.ts"), "export const changed = 1;\n");
  expect(() => contenderOf(root)).toThrow(/heap\.ts is not as it was when .* was built.*npm run build/);
});
