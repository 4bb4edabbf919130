/** The piscina entry of the simulation: what a worker thread is asked for, by name. */
import { beginSimulation, endSimulation, runWork as takeWork } from "../src/engine/pipeline.ts";
import { answerPing, carryErrors, inTurn } from "../src/engine/pool/answer.ts";

export const begin = carryErrors(beginSimulation);

export const runWork = inTurn(carryErrors(takeWork));

export const end = endSimulation;

export const ping = answerPing;
