/** Packages that only a comparison takes: the package as installed lacks them. */
import { errorCode } from "../../src/core/errors.ts";

/** What `load` makes of it; null where the package is not installed, which `onMissing` is told. */
export async function optionalPackage<T>(
  name: string,
  load: () => Promise<T>,
  onMissing: (warning: string) => void,
): Promise<T | null> {
  try {
    return await load();
  } catch (error) {
    if (errorCode(error) !== "ERR_MODULE_NOT_FOUND") throw error;
    onMissing(`${name} is not installed: its row is left out`);
    return null;
  }
}
