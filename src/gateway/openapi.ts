/** The OpenAPI 3.1 document, made from the routes and the schemas of protocol.ts. */
import { z } from "zod";
import { packageVersion } from "../core/program.ts";
import { problemSchema } from "./protocol.ts";
import type { Role } from "./tokens.ts";

export interface Route {
  readonly method: "GET" | "POST" | "PUT";
  readonly path: string;
  readonly summary: string;
  /** Who may ask; null: everybody. */
  readonly role: Role | null;
  /** Bodies of request and answer; left out: text. */
  readonly takes?: z.ZodType;
  readonly gives?: z.ZodType;
  /** Also takes and gives arrays, and streams of lines. */
  readonly isMany?: boolean;
  readonly status?: number;
  readonly query?: readonly string[];
}

export function openApiDocument(routes: readonly Route[]): object {
  const { schemas } = z.toJSONSchema(z.globalRegistry, { uri: referenceTo, io: "input" });
  const components = Object.entries(schemas).map(([id, schema]) => {
    const stated = { ...schema };
    delete stated.$id;
    delete stated.$schema;
    return [id, stated] as const;
  });
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    (paths[route.path.replace(/:(\w+)/, "{$1}")] ??= {})[route.method.toLowerCase()] = operationOf(route);
  }
  return {
    openapi: "3.1.0",
    info: { title: "Ringfence gateway", version: packageVersion() },
    paths,
    components: {
      schemas: Object.fromEntries(components),
      securitySchemes: { screen: { type: "http", scheme: "bearer" }, feed: { type: "http", scheme: "bearer" } },
    },
  };
}

function operationOf({ method, path, summary, role, takes, gives, isMany, status = 200, query = [] }: Route): object {
  const schema = { type: "string" };
  const named = [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({ name, in: "path", required: true, schema }));
  return {
    summary,
    ...(role === null ? {} : { security: [{}, { [role]: [] }] }),
    parameters: [...named, ...query.map((name) => ({ name, in: "query", schema }))],
    ...(method === "GET" ? {} : { requestBody: { required: true, content: contentOf(takes, isMany) } }),
    responses: {
      [status]: { description: summary, content: contentOf(gives, isMany) },
      default: { description: "Why not", content: contentOf(problemSchema) },
    },
  };
}

function contentOf(schema: z.ZodType | undefined, isMany = false): object {
  if (schema === undefined) return { "text/plain": {} };
  const one = { $ref: referenceTo(schema.meta()!.id!) };
  if (!isMany) return { "application/json": { schema: one } };
  return {
    "application/json": { schema: { anyOf: [one, { type: "array", items: one }] } },
    "application/x-ndjson": { schema: one },
  };
}

function referenceTo(name: string): string {
  return `#/components/schemas/${name}`;
}
