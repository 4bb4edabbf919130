/** `ringfence bench gateway`: how many events a second a gateway answers, and what that takes of a processor. */
import { type Command, Option } from "commander";
import {
  DEFAULT_GATEWAY_OBJECTIVE,
  type GatewayBenchOptions,
  measureGateway,
} from "../../../bench/gateway/gateway-bench.ts";
import { renderGateway } from "../../../bench/gateway/render.ts";
import { ARRIVALS } from "../../../bench/harness/latency/arrivals.ts";
import { numberIn, wholeNumber } from "../options/numbers.ts";
import { addBench } from "./bench-command.ts";

const MAX_CONNECTIONS = 4096;
const MAX_ROUNDS = 100;
const MAX_SECONDS = 600;

export function registerBenchGateway(bench: Command): void {
  addBench<GatewayBenchOptions>(bench, {
    kind: "gateway",
    description: "how many events a second a gateway answers by HTTP, beside a server that only parses them",
    measure: measureGateway,
    renderExtra: renderGateway,
  })
    .addOption(new Option("--arrivals <kind>", "when events are due").choices(ARRIVALS).default("poisson"))
    .option("--slo <objective>", `what the highest rate must keep (default: "${DEFAULT_GATEWAY_OBJECTIVE}")`)
    .option(
      "--connections <n>",
      "connections for single events and arrays (default: 64)",
      wholeNumber(1, MAX_CONNECTIONS),
    )
    .option("--rounds <n>", "searches for each server and shape (default: 3)", wholeNumber(1, MAX_ROUNDS))
    .option("--seconds <n>", "of the run that confirms a rate (default: 1)", numberIn(0.01, MAX_SECONDS));
}
