/** What the threads of all benches that screen have in common: tables that are attached once. */
import { workerData } from "piscina";
import { once } from "../../src/core/once.ts";
import { loadEngines } from "../../src/detect/engines.ts";
import type { TableHandles } from "./tables.ts";

interface ScreeningThread<Screening> {
  readonly screening: () => Screening;
  /** Answers once engines are loaded and the tables attached. */
  readonly ping: () => Promise<boolean>;
}

/** Of the thread that this is called in; `create` makes what screens of what the thread was given. */
export function screeningThread<Start extends { readonly tables: TableHandles }, Screening>(
  create: (start: Start) => Screening,
  start = workerData as Start,
): ScreeningThread<Screening> {
  const screening = once(() => create(start));
  const ping = async (): Promise<boolean> => {
    await loadEngines(start.tables.engines);
    screening();
    return true;
  };
  return { screening, ping };
}
