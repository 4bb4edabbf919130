/** The piscina entry of the simulation: unwrap, call src, return. */
import { workerData } from "piscina";
import { type BatchResult, type BatchTask, Pipeline, type PipelineStart } from "../src/pipeline.ts";

let pipeline: Pipeline | undefined;

export function runBatch(task: BatchTask): BatchResult {
  pipeline ??= new Pipeline(workerData as PipelineStart);
  return pipeline.run(task);
}

/** Answers once the module is loaded and its tables are attached. */
export function ping(): boolean {
  pipeline ??= new Pipeline(workerData as PipelineStart);
  return true;
}
