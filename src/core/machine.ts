/** The machine that this process runs on: a speed without it means nothing. Never part of a result. */
import { availableParallelism, cpus, release, totalmem, type } from "node:os";

export interface Machine {
  /** The processor's name as the system gives it. */
  readonly cpu: string;
  /** Cores that this process may run on. */
  readonly cores: number;
  readonly memoryMiB: number;
  readonly os: string;
}

const BYTES_A_MIB = 1024 * 1024;

export function readMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryMiB: Math.round(totalmem() / BYTES_A_MIB),
    os: `${type()} ${release()}`,
  };
}
