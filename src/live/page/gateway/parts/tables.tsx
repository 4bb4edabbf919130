/** What events are screened with: how many entries, from where, and for how long. */
import { Visible } from "../../parts/visible.tsx";
import { useWords } from "../../words/use-words.ts";
import type { OverviewAnswer } from "../api.ts";
import { ago } from "../times.ts";
import { useGatewayWords } from "../words.ts";

const LISTS = ["blocklist", "templates", "model"] as const;

export function Tables({ overview: { tables, at } }: { readonly overview: OverviewAnswer }) {
  const words = useGatewayWords();
  const { words: common, format, language } = useWords();
  return (
    <section class="panel tables" aria-labelledby="tables-title">
      <h2 id="tables-title">{words.tables.title}</h2>
      <p class="note">{words.tables.number(format.count(tables.number))}</p>
      <dl>
        {LISTS.map((list) => {
          const table = tables[list];
          return (
            <div key={list}>
              <dt>{words.tables[list]}</dt>
              <dd>
                {table === null ? (
                  words.tables.none
                ) : (
                  <>
                    {table.source !== list && (
                      <>
                        <Visible text={table.source} />
                        {common.joints.comma}
                      </>
                    )}
                    {table.entries !== null &&
                      `${words.tables.entries(format.count(table.entries))}${common.joints.comma}`}
                    {ago(table.since, at, language)}
                  </>
                )}
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
