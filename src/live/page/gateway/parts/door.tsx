/** Asks for a token. */
import { useState } from "preact/hooks";
import type { GatewaySession, GatewayState } from "../session.ts";
import { useGatewayWords } from "../words.ts";

interface Props {
  readonly why: NonNullable<GatewayState["door"]>;
  readonly session: Pick<GatewaySession, "useToken">;
}

export function Door({ why, session }: Props) {
  const words = useGatewayWords();
  const [token, setToken] = useState("");
  return (
    <form
      class="panel door"
      onSubmit={(event) => {
        event.preventDefault();
        session.useToken(token.trim());
      }}
    >
      <h2>{words.door.title}</h2>
      <label>
        <span>{words.door.token}</span>
        <input
          type="password"
          autocomplete="off"
          value={token}
          onInput={({ currentTarget }) => setToken(currentTarget.value)}
        />
      </label>
      <button type="submit" class="primary" disabled={token.trim() === ""}>
        {words.door.open}
      </button>
      {why !== "token" && (
        <p class="notice bad" role="alert">
          {why === "noRole" ? words.door.noRole : words.door.wrong}
        </p>
      )}
      <p class="note">{words.door.note}</p>
    </form>
  );
}
