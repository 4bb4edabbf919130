/** A page's questions to its server. */

/** An answer of 400 and above, with the server's reason. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, reason: string) {
    super(reason);
    this.status = status;
  }
}

/** A body is sent as JSON. Throws Refusal if the server says no, and TypeError, as fetch does, if nothing answers. */
export async function ask<Answer>(path: string, init: RequestInit = {}, body?: object): Promise<Answer> {
  const headers = new Headers(init.headers);
  headers.set("content-type", "application/json");
  const response = await fetch(path, { ...init, headers, ...(body && { body: JSON.stringify(body) }) });
  if (response.ok) return (await response.json().catch(() => null)) as Answer;
  const problem = (await response.json().catch(() => null)) as { readonly error: string } | null;
  throw new Refusal(response.status, problem?.error ?? `${response.status} ${response.statusText}`);
}
