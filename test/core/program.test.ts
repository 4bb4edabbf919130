import { delimiter, resolve } from "node:path";
import { expect, test } from "vitest";
import { commandName } from "../../src/core/program.ts";

const folder = resolve("/usr/local/bin");
const PATH = ["/usr/bin", `${folder}/`].join(delimiter);

test("a program that a shell found by its name is called by it", () => {
  expect(commandName(`${folder}/ringfence`, { PATH })).toBe("ringfence");
});

test.each([
  ["by npx", "/home/somebody/.npm/_npx/1/node_modules/.bin/ringfence", { PATH, npm_command: "exec" }],
  ["by a script of npm", `${folder}/ringfence`, { PATH, npm_command: "run-script" }],
  ["by its path", "/checkout/node_modules/.bin/ringfence", { PATH }],
  ["as a file of a checkout", "/checkout/dist/src/cli/main.js", { PATH }],
  ["without a PATH", `${folder}/ringfence`, {}],
  ["nobody knows how", undefined, {}],
])("one that was started %s is called as README has it", (_, started, env) => {
  expect(commandName(started ?? "", env)).toBe("npx ringfence");
});
