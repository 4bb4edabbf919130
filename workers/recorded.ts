/** The piscina entry of screening: what a worker thread is asked for, by name. */
import { answerPing } from "../src/engine/pool/answer.ts";
import { beginScreening, runScreeningTask } from "../src/screen/piece-worker.ts";

export const begin = beginScreening;

export const runTask = runScreeningTask;

export const ping = answerPing;
