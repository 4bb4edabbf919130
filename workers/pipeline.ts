/** The piscina entry of the simulation: unwrap, call src, return. */
import { workerData } from "piscina";
import { Pipeline, type PipelineStart, type ShareTask } from "../src/pipeline.ts";

let pipeline: Pipeline | undefined;

export function runShare(task: ShareTask): void {
  pipeline ??= new Pipeline(workerData as PipelineStart);
  pipeline.run(task);
}

/** Answers once the module is loaded and its tables are attached. */
export function ping(): boolean {
  pipeline ??= new Pipeline(workerData as PipelineStart);
  return true;
}
