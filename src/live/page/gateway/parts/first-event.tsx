/** What to type, as long as nothing has come. */
import { useGatewayWords } from "../words.ts";

export function FirstEvent({ hasToken }: { readonly hasToken: boolean }) {
  const words = useGatewayWords();
  const token = hasToken ? " -H 'Authorization: Bearer TOKEN'" : "";
  const event = '{"caller":"13800138000","callee":"13900139000"}';
  return (
    <section class="panel first">
      <h2>{words.first.title}</h2>
      <p>{words.first.note}</p>
      <pre>
        <code>
          curl -s {location.origin}/v1/screen{token} -H 'Content-Type: application/json' -d '{event}'
        </code>
      </pre>
      {hasToken && <p class="note">{words.first.token}</p>}
    </section>
  );
}
