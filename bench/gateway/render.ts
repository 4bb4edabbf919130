/**
 * What a result of the gateway has beyond measurements, for a terminal: how long answers took at the rates found, the
 * load generator's lag, and the processor time of an event.
 */
import { formatCount } from "../../src/report/format.ts";
import { renderTable, type Style } from "../../src/core/terminal/table.ts";
import { figure } from "../harness/render.ts";
import type { BenchResult } from "../harness/result.ts";
import { gatewayDetailsIn } from "./details.ts";

export function renderGateway(result: BenchResult, style: Style): string[] {
  const { points } = gatewayDetailsIn(result)!;
  const rows = points.map(({ door, shape, ratePerSecond, responseUs, lagUs, processorUs, isHeld }) => [
    `${door}, ${shape}`,
    formatCount(ratePerSecond),
    figure(responseUs.p50),
    figure(responseUs.p99),
    figure(lagUs.p99),
    processorUs === null ? "" : figure(processorUs),
    isHeld ? "" : "missed",
  ]);
  return [renderTable(["Answers by round, us", "events/s", "p50", "p99", "lag p99", "CPU", ""], rows, style)];
}
