/** The piscina entry of the simulation: what a worker thread is asked for, by name. */
import { beginSimulation, endSimulation, runWork as takeWork } from "../src/engine/pipeline.ts";
import { carryErrors, inTurn } from "../src/engine/pool/answer.ts";

export const begin = carryErrors(beginSimulation);

export const runWork = inTurn(carryErrors(takeWork));

export const end = endSimulation;

/** Answers once the module is loaded. */
export function ping(): boolean {
  return true;
}
