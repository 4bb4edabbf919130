/** The machine that this process runs on: a speed without it means nothing. Never part of a result. */
import { availableParallelism, cpus, release, totalmem, type } from "node:os";
import { readControlGroup } from "./control-group.ts";

export interface Machine {
  /** The processor's name as the system gives it. */
  readonly cpu: string;
  /** Cores that this process may run on. */
  readonly cores: number;
  /** Cores that control groups grant; null where they set no limit, or where that cannot be told. */
  readonly quotaCores: number | null;
  /** Whether that can be told. */
  readonly quotaKnown: boolean;
  /** Of the machine, or of the control group where that has less. */
  readonly memoryMiB: number;
  readonly os: string;
}

const BYTES_A_MIB = 1024 * 1024;

export function readMachine(): Machine {
  const { quotaCores, quotaKnown, memoryBytes } = readControlGroup();
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    quotaCores,
    quotaKnown,
    memoryMiB: Math.round(Math.min(totalmem(), memoryBytes ?? Number.POSITIVE_INFINITY) / BYTES_A_MIB),
    os: `${type()} ${release()}`,
  };
}
