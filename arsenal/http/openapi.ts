import { OpenAPIHono, type RouteConfig, z } from "@hono/zod-openapi";
import type { ObjectSchema, Operation } from "../operations/operation.ts";

/** What the document says of the whole. */
export interface DocumentOptions {
  /** What the API is called. @default {"Arsenal"} */
  title?: string;
  /** Its version. @default {"1"} */
  version?: string;
  /** Where every path begins. @default {"/api/v1"} */
  basePath?: string;
}

/** An OpenAPI 3.1 document: JSON, as far as TypeScript is concerned. */
export interface OpenApiDocument {
  /** The version of OpenAPI. */
  readonly openapi: string;
  /** Each path with its operations by method. */
  readonly paths: { readonly [path: string]: { readonly [method: string]: { readonly operationId?: string } } };
  /** Everything else. */
  readonly [member: string]: unknown;
}

/**
 * The OpenAPI 3.1 document of operations: the same declarations that are executed.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { defineOperation, openApiDocument } from "@superlearner/arsenal";
 * import { z } from "zod";
 *
 * const ping = defineOperation({
 *   name: "ping",
 *   method: "GET",
 *   path: "/ping",
 *   summary: "Answer pong",
 *   response: z.literal("pong"),
 *   permission: "public",
 *   handler: () => "pong" as const,
 * });
 * const document = openApiDocument([ping]);
 * assertEquals(document.paths["/api/v1/ping"]?.["get"]?.operationId, "ping");
 * ```
 */
export function openApiDocument(operations: readonly Operation[], options: DocumentOptions = {}): OpenApiDocument {
  const { title = "Arsenal", version = "1", basePath = "/api/v1" } = options;
  const app = new OpenAPIHono();
  app.openAPIRegistry.registerComponent("securitySchemes", "bearer", { type: "http", scheme: "bearer" });
  const sorted = [...operations].sort((one, other) => one.path < other.path ? -1 : one.path > other.path ? 1 : 0);
  for (const each of sorted) app.openAPIRegistry.registerPath(routeOf(each, basePath));
  const tags = [...new Set(sorted.flatMap((each) => each.tags))].map((name) => ({ name }));
  const document = app.getOpenAPI31Document({ openapi: "3.1.0", info: { title, version }, tags });
  delete document.webhooks;
  return document as unknown as OpenApiDocument;
}

function routeOf(operation: Operation, basePath: string): RouteConfig {
  const { name, method, path, summary, description, tags, permission, idempotent, dangerous } = operation;
  return {
    method: method.toLowerCase() as "get",
    path: `${basePath}${path}`,
    operationId: name,
    summary,
    ...(description === "" ? {} : { description }),
    tags: [...tags],
    security: permission === "public" ? [{}] : [{ bearer: [] }, {}],
    request: requestOf(operation),
    responses: responsesOf(operation),
    "x-permission": permission,
    "x-idempotent": idempotent,
    ...(dangerous ? { "x-dangerous": true } : {}),
  } as RouteConfig;
}

function requestOf({ params, query, body }: Operation): NonNullable<RouteConfig["request"]> {
  return {
    ...(isEmpty(params) ? {} : { params: params as z.ZodObject }),
    ...(isEmpty(query) ? {} : { query: query as z.ZodObject }),
    ...(!(body instanceof z.ZodType) || (body instanceof z.ZodObject && isEmpty(body))
      ? {}
      : { body: { required: !body.safeParse({}).success, content: { "application/json": { schema: body } } } }),
  };
}

function isEmpty(schema: ObjectSchema): boolean {
  return Object.keys(schema.shape).length === 0;
}

function responsesOf(operation: Operation): RouteConfig["responses"] {
  const { kind, status, envelope } = operation;
  const response = operation.response as z.ZodType;
  const schema = envelope === "none" ? response : z.object({
    data: response,
    success: z.literal(true),
    ...(envelope === "dated" ? { timestamp: z.iso.datetime() } : {}),
  });
  const type = kind === "stream" ? "text/event-stream" : "application/json";
  const responses: RouteConfig["responses"] = {
    [status]: { description: "Success", content: { [type]: { schema: kind === "stream" ? z.string() : schema } } },
  };
  for (const [each, words] of Object.entries({ ...commonErrors(operation), ...operation.errors })) {
    responses[each] = { description: words, content: { "application/problem+json": { schema: PROBLEM } } };
  }
  return responses;
}

/** What any operation may be answered with, by what it takes. */
function commonErrors({ kind, params, query, body, permission, method }: Operation): { [status: number]: string } {
  const takesBody = body !== undefined && method !== "GET";
  return {
    400: takesBody || !isEmpty(params) || !isEmpty(query) ? "The request is not valid" : "The query is not empty",
    ...(permission === "public" ? {} : { 401: "There is no valid credential" }),
    403: permission === "public" ? "The request comes from elsewhere" : "The permission is missing",
    ...(takesBody
      ? { 408: "The body did not come in time", 413: "The body is too large", 415: "The body is no JSON" }
      : {}),
    500: "The operation failed",
    ...(kind === "reply" ? { 504: "The operation took too long" } : {}),
  };
}

const PROBLEM = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string(),
  code: z.string(),
  success: z.literal(false),
  timestamp: z.iso.datetime(),
  operation: z.string().nullable(),
  errors: z.array(z.object({ in: z.enum(["path", "query", "body", "header"]), path: z.string(), message: z.string() })),
}).openapi("Problem");
