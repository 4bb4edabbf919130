/** Programs as files. */
import { accessSync, constants, statSync } from "node:fs";

/** Whether there is a file that this process may run: what may be searched, a directory, is none. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
