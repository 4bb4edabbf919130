/** Compares the Parquet and the CSV of a generated data set, cell by cell, as DuckDB reads them. */
import { readFileSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";

const folder = process.argv[2];
const manifest = JSON.parse(readFileSync(`${folder}/events-manifest.json`, "utf8"));
const TYPES = {
  string: "VARCHAR",
  int32: "INTEGER",
  int64: "BIGINT",
  float64: "DOUBLE",
  boolean: "BOOLEAN",
  timestamp: "TIMESTAMPTZ",
};
const connection = await (await DuckDBInstance.create(":memory:")).connect();
const countOf = async (query) =>
  Number((await connection.runAndReadAll(`SELECT count(*) FROM (${query})`)).getRows()[0][0]);

for (const { name, columns } of manifest.files) {
  const stem = `${folder}/${name.replace(/\.(parquet|csv\.gz)$/, "")}`;
  const types = columns.map((column) => `'${column.name}': '${TYPES[column.type]}'`).join(", ");
  // Quotes say that an empty cell is a string.
  const csv = `SELECT * FROM read_csv('${stem}.csv.gz', header = true, delim = ',', quote = '"', escape = '"', columns = {${types}}, allow_quoted_nulls = false)`;
  const casts = columns.map((column) => `"${column.name}"::${TYPES[column.type]} AS "${column.name}"`).join(", ");
  const parquet = `SELECT ${casts} FROM read_parquet('${stem}.parquet')`;
  const rows = [await countOf(csv), await countOf(parquet)];
  const other = (await countOf(`(${csv}) EXCEPT (${parquet})`)) + (await countOf(`(${parquet}) EXCEPT (${csv})`));
  if (rows.some((count) => count !== manifest.rows) || other > 0) {
    console.log(`${name}: ${rows.join(" and ")} rows of ${manifest.rows}, ${other} differ`);
    process.exit(1);
  }
}
console.log(`DuckDB reads ${manifest.rows} rows of each file alike from Parquet and CSV`);
