import type { BenchResult } from "../harness/result.ts";
export function renderBenchPage(result: BenchResult): string {
  return result.kind;
}
