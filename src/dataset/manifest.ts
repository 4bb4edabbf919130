/** A document next to the files of a data set. */
import { basename } from "node:path";
import { packageVersion } from "../core/version.ts";
import { formatScenario } from "../scenario/file.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { TypedColumn } from "../rows/typed/column.ts";
import type { DatasetFile } from "./dataset-files.ts";
import type { Counts, RowCounts } from "./row-counts.ts";

/** For training on a data set: where it comes from, its classes, and its splits by time and by script. */
export interface Manifest {
  readonly scenario: string;
  readonly seed: number;
  readonly version: string;
  /** As `ringfence run` reports it for the same scenario and seed: 16 hexadecimal digits. */
  readonly digest: string;
  readonly rows: number;
  /** The time of the first midnight of the run, ISO 8601; local time of the world, written as UTC. */
  readonly origin: string;
  readonly masked: boolean;
  readonly classes: { readonly label: Counts; readonly typology: Counts; readonly benign_class: Counts };
  readonly splits: {
    readonly split_time: Counts;
    readonly split_time_label: Counts;
    readonly split_script: Counts;
    readonly split_script_label: Counts;
  };
  readonly files: readonly { readonly name: string; readonly columns: readonly Required<TypedColumn>[] }[];
  readonly resolved: string;
}

interface ManifestInput {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly mask: boolean;
  readonly digest: string;
  readonly originMs: number;
  readonly counts: RowCounts;
  readonly parts: readonly DatasetFile[];
}

export function manifestOf({ scenario, seed, mask, digest, originMs, counts, parts }: ManifestInput): Manifest {
  return {
    scenario: scenario.name,
    seed,
    version: packageVersion(),
    digest,
    rows: counts.rows,
    origin: new Date(originMs).toISOString(),
    masked: mask,
    classes: { label: counts.of("label"), typology: counts.of("typology"), benign_class: counts.of("benign_class") },
    splits: {
      split_time: counts.of("split_time"),
      split_time_label: counts.of("split_time_label"),
      split_script: counts.of("split_script"),
      split_script_label: counts.of("split_script_label"),
    },
    files: parts.map(({ path, fields }) => ({
      name: basename(path),
      columns: fields.map(({ name, type, nullable = false }) => ({ name, type, nullable })),
    })),
    resolved: formatScenario(scenario),
  };
}
