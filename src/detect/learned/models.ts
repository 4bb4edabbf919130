/** Loads a model by name: none, the shipped one, or a file. */
import { existsSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { RingfenceError } from "../../core/errors.ts";
import { nearestTo } from "../../core/nearest-word.ts";
import { type LearnedModel, readModel } from "./model.ts";

export const NO_MODEL = "none";
export const STARTER_MODEL = "starter";

/** The model of that name, null for none. Throws as `readModel`, and "usage" for a misspelt name. */
export function loadModel(name: string): LearnedModel | null {
  if (name === NO_MODEL) return null;
  const near = existsSync(pathOf(name)) ? null : nearestTo(name, [NO_MODEL, STARTER_MODEL]);
  if (near !== null) throw new RingfenceError("usage", `${noSuchModel(name)}. (Did you mean ${near}?)`);
  return readModel(pathOf(name));
}

/** What is wrong with a model's name or file, or null. A pipe is not read here: it can be read only once. */
export function modelProblem(name: string): string | null {
  if (name === NO_MODEL) return null;
  const path = pathOf(name);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) {
    return noSuchModel(name);
  }
  if (name === STARTER_MODEL || !(found.isFile() || found.isDirectory())) return null;
  try {
    readModel(path);
    return null;
  } catch (error) {
    if (error instanceof RingfenceError) return error.message;
    throw error;
  }
}

function noSuchModel(name: string): string {
  return `expected ${NO_MODEL}, ${STARTER_MODEL} or the path of a model that ringfence train wrote, found ${JSON.stringify(name.slice(0, 200))}, where there is no file`;
}

function pathOf(name: string): string {
  if (name !== STARTER_MODEL) return name;
  try {
    return fileURLToPath(import.meta.resolve("#tables/starter.model"));
  } catch (cause) {
    throw new RingfenceError("io", "the shipped model is missing: build the project again, npm run build", {
      cause,
    });
  }
}
