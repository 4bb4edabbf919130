/**
 * A step of `npm run build`: compiles every kernel, the AssemblyScript that lies in a `kernel` folder, to dist/kernel.
 * One process for all of them, because loading the compiler takes longer than most kernels take.
 */
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { main as compile } from "assemblyscript/asc";

const configs = readdirSync("src", { recursive: true }).filter((file) => basename(file) === "asconfig.json");
for (const config of configs) {
  const { error } = await compile(["--config", join("src", config)], { stderr: process.stderr });
  if (error !== null) throw error;
}
