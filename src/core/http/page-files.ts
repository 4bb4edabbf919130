/** The page's files, read once: nothing is served but what lay in the folder then. */
import { readFileSync, readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { getMimeType } from "hono/utils/mime";
import { RingfenceError, messageOf } from "../errors.ts";

export interface PageFile {
  readonly type: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

const INDEX = "/index.html";

/** By path, from the root of the server. Throws RingfenceError "io" where the page was not built. */
export function readPageFiles(
  folder = fileURLToPath(new URL(".", import.meta.resolve("#page/index.html"))),
): ReadonlyMap<string, PageFile> {
  const files = new Map<string, PageFile>();
  try {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const type = getMimeType(entry.name) ?? "application/octet-stream";
      files.set(`/${relative(folder, path).split(sep).join("/")}`, { type, body: new Uint8Array(readFileSync(path)) });
    }
  } catch (cause) {
    throw new RingfenceError("io", `cannot read the page in ${folder}: ${messageOf(cause)}`, { cause });
  }
  const index = files.get(INDEX);
  if (!index) throw new RingfenceError("io", `${folder} holds no page: build it with "npm run build"`);
  return files.set("/", index);
}
