/** The OpenAPI 3.1 document, made from the schemas of protocol.ts. */
import { z } from "zod";
import { packageVersion } from "../core/version.ts";
import {
  caseSchema,
  casesSchema,
  complaintSchema,
  decisionSchema,
  eventSchema,
  explanationSchema,
  filedCaseSchema,
  filedSchema,
  listedSchema,
  listSchema,
  overviewSchema,
  problemSchema,
  readySchema,
  shadowSchema,
  tablesSchema,
  thresholdsSchema,
  verdictSchema,
} from "./protocol.ts";
import type { Role } from "./tokens.ts";

const SCHEMAS = {
  Event: eventSchema,
  Verdict: verdictSchema,
  Complaint: complaintSchema,
  Case: caseSchema,
  Cases: casesSchema,
  FiledCase: filedCaseSchema,
  Filed: filedSchema,
  ListChange: listSchema,
  Listed: listedSchema,
  Decision: decisionSchema,
  Tables: tablesSchema,
  Overview: overviewSchema,
  Thresholds: thresholdsSchema,
  Shadow: shadowSchema,
  Explanation: explanationSchema,
  Ready: readySchema,
  Problem: problemSchema,
} satisfies Record<string, z.ZodType>;
type Name = keyof typeof SCHEMAS;

interface Operation {
  readonly path: string;
  readonly method: "get" | "post" | "put";
  readonly summary: string;
  /** Null: anybody. */
  readonly role: Role | null;
  readonly takes?: Name | "text";
  readonly gives: Name | "text";
  readonly status?: 200 | 202;
  /** One of them, an array of them, or a stream of lines. */
  readonly isMany?: boolean;
  readonly isRepeatable?: boolean;
}

/** Every route. */
export const OPERATIONS: readonly Operation[] = [
  {
    path: "/v1/screen",
    method: "post",
    summary: "Verdicts on an event, on an array of them, or line by line on a stream",
    role: "screen",
    takes: "Event",
    gives: "Verdict",
    isMany: true,
    isRepeatable: true,
  },
  {
    path: "/v1/kannel",
    method: "post",
    summary: "Hands back a message of Kannel that may pass; nothing, where it is blocked",
    role: "screen",
    takes: "text",
    gives: "text",
  },
  {
    path: "/v1/complaints",
    method: "post",
    summary: "Files a complaint, which opens a case or adds to one",
    role: "feed",
    takes: "Complaint",
    gives: "Filed",
    status: 202,
    isRepeatable: true,
  },
  {
    path: "/v1/list",
    method: "post",
    summary: "Adds to the blocklist and the scripts, or removes; answers once it is in force",
    role: "feed",
    takes: "ListChange",
    gives: "Listed",
    isRepeatable: true,
  },
  {
    path: "/v1/cases",
    method: "get",
    summary:
      "Cases, pending ones unless ?state says otherwise, the latest complaint first; ?limit of them (100, at most " +
      "1000) after the first ?offset; ?numbers=masked masks numbers for any role",
    role: "read",
    gives: "Cases",
  },
  {
    path: "/v1/cases/{id}",
    method: "get",
    summary: "A case, with its texts whole; ?numbers=masked as above",
    role: "read",
    gives: "Case",
  },
  {
    path: "/v1/cases/{id}",
    method: "put",
    summary: "Decides a case, which lists its subject or leaves it",
    role: "feed",
    takes: "Decision",
    gives: "FiledCase",
  },
  { path: "/v1/tables", method: "get", summary: "The tables that are in force", role: "read", gives: "Tables" },
  {
    path: "/v1/overview",
    method: "get",
    summary: "What the page shows: verdicts, rate, latency, tables, the last that were flagged or blocked",
    role: "read",
    gives: "Overview",
  },
  {
    path: "/v1/thresholds",
    method: "get",
    summary:
      "Scores from which on ?blockedBenign (0.2%) of the events of the last day that are not decided fraud would be " +
      "blocked, and ?flaggedBenign flagged or blocked",
    role: "read",
    gives: "Thresholds",
  },
  {
    path: "/v1/shadow",
    method: "get",
    summary: "What the shadow would have decided otherwise",
    role: "read",
    gives: "Shadow",
  },
  {
    path: "/v1/explain/{id}",
    method: "get",
    summary: "What each stage found of one of the last events",
    role: "read",
    gives: "Explanation",
  },
  {
    path: "/metrics",
    method: "get",
    summary: "Counters and histograms, in the text format of Prometheus",
    role: "read",
    gives: "text",
  },
  { path: "/healthz", method: "get", summary: "Whether the process answers", role: null, gives: "Ready" },
  { path: "/readyz", method: "get", summary: "Whether it takes events", role: null, gives: "Ready" },
  { path: "/openapi.json", method: "get", summary: "This document", role: null, gives: "text" },
];

export function openApiDocument(): object {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(SCHEMAS)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { uri: referenceTo, io: "input" });
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of OPERATIONS) (paths[operation.path] ??= {})[operation.method] = describe(operation);
  return {
    openapi: "3.1.0",
    info: { title: "Ringfence gateway", version: packageVersion() },
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, withoutIdentity(schema)])),
      securitySchemes: { token: { type: "http", scheme: "bearer" } },
    },
  };
}

function describe({ path, summary, role, takes, gives, status = 200, isMany, isRepeatable }: Operation): object {
  const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  const key = { name: "Idempotency-Key", in: "header", required: false, schema: { type: "string", maxLength: 255 } };
  return {
    summary,
    ...(role === null ? {} : { security: [{}, { token: [role] }] }),
    parameters: [...named, ...(isRepeatable ? [key] : [])],
    ...(takes === undefined ? {} : { requestBody: { required: true, content: contentOf(takes, isMany) } }),
    responses: {
      [status]: { description: summary, content: contentOf(gives, isMany) },
      default: { description: "Why not", content: contentOf("Problem") },
    },
  };
}

function contentOf(name: Name | "text", isMany = false): object {
  if (name === "text") return { "text/plain": {} };
  const one = { $ref: referenceTo(name) };
  if (!isMany) return { "application/json": { schema: one } };
  return {
    "application/json": { schema: { anyOf: [one, { type: "array", items: one }] } },
    "application/x-ndjson": { schema: one },
  };
}

function referenceTo(name: string): string {
  return `#/components/schemas/${name}`;
}

/** What stands for the whole document, and for its place, is said once here. */
function withoutIdentity(schema: object): object {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => name !== "$id" && name !== "$schema"));
}
