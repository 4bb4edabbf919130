/** Models by what they are called: none, the one that ships, or a file. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { RingfenceError } from "../../core/errors.ts";
import { type LearnedModel, readModel } from "./model.ts";

export const NO_MODEL = "none";
export const STARTER_MODEL = "starter";

/** The model of that name, null for none. Throws as `readModel`. */
export function loadModel(name: string): LearnedModel | null {
  if (name === NO_MODEL) return null;
  return readModel(pathOf(name));
}

/** What is wrong with a name of a model; null: nothing, as far as is known before it is read. */
export function modelProblem(name: string): string | null {
  if (name === NO_MODEL || existsSync(pathOf(name))) return null;
  return `expected ${NO_MODEL}, ${STARTER_MODEL} or the path of a model that ringfence train wrote, found ${JSON.stringify(name.slice(0, 200))}, where there is no file`;
}

function pathOf(name: string): string {
  if (name !== STARTER_MODEL) return name;
  try {
    return fileURLToPath(import.meta.resolve("#tables/starter.model"));
  } catch (cause) {
    throw new RingfenceError("io", "the model that ships is not there: build the project again, npm run build", {
      cause,
    });
  }
}
