import { z } from "zod";
import type {
  EmptySchema,
  ObjectSchema,
  Operation,
  OperationHead,
  OperationSpec,
  PathSchema,
  Schema,
  StreamSpec,
} from "./operation.ts";
import { parseTemplate } from "./path_template.ts";
import { findCoercion } from "./schema_kind.ts";

/**
 * Declares an operation: once, for REST, for OpenAPI and for calls without HTTP. What the handler gets and must give is
 * inferred from the schemas.
 *
 * @throws {TypeError} If the declaration contradicts itself; the message names the operation and the rule.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { arsenal, defineOperation } from "@superlearner/arsenal";
 * import { System } from "@superlearner/otp";
 * import { z } from "zod";
 *
 * const greet = defineOperation({
 *   name: "greet",
 *   method: "GET",
 *   path: "/greetings/{name}",
 *   summary: "Greet somebody",
 *   params: z.object({ name: z.string() }),
 *   query: z.object({ times: z.int().min(1).max(9).default(1) }),
 *   response: z.object({ text: z.string() }),
 *   permission: "greetings:read",
 *   handler: ({ params, query }) => ({ text: `Hello ${params.name}! `.repeat(query.times).trim() }),
 * });
 *
 * await using system = new System();
 * const app = arsenal({ system, operations: [greet] });
 * const response = await app.request("/api/v1/greetings/Ada?times=2");
 * assertEquals((await response.json()).data, { text: "Hello Ada! Hello Ada!" });
 * ```
 */
export function defineOperation<
  Response extends Schema,
  const Path extends string,
  Params extends ObjectSchema = PathSchema<Path>,
  Query extends ObjectSchema = EmptySchema,
  Body extends Schema = EmptySchema,
>(spec: OperationSpec<Params, Query, Body, Response> & { path: Path }): Operation {
  const { status = 200, envelope = "dated", pretty = false, timeoutMs = 30_000 } = spec;
  if (!Number.isInteger(status) || status < 200 || status > 299) {
    refuse(spec.name, "status is from 200 to 299", status);
  }
  if (!(timeoutMs > 0)) refuse(spec.name, "timeoutMs is above 0", timeoutMs);
  return {
    ...head(spec),
    kind: "reply",
    response: spec.response,
    status,
    envelope,
    pretty,
    timeoutMs,
    handler: spec.handler,
  };
}

/**
 * Declares an operation that answers with server-sent events.
 *
 * @throws {TypeError} If the declaration contradicts itself; the message names the operation and the rule.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { arsenal, defineStream } from "@superlearner/arsenal";
 * import { System } from "@superlearner/otp";
 * import { z } from "zod";
 *
 * const count = defineStream({
 *   name: "count",
 *   method: "GET",
 *   path: "/count",
 *   summary: "Count to two",
 *   response: z.int(),
 *   permission: "public",
 *   async *handler() {
 *     yield { data: 1 };
 *     yield { data: 2 };
 *   },
 * });
 *
 * await using system = new System();
 * const response = await arsenal({ system, operations: [count] }).request("/api/v1/count");
 * assertEquals(await response.text(), ": open\n\ndata: 1\n\ndata: 2\n\n");
 * ```
 */
export function defineStream<
  Response extends Schema,
  const Path extends string,
  Params extends ObjectSchema = PathSchema<Path>,
  Query extends ObjectSchema = EmptySchema,
  Body extends Schema = EmptySchema,
>(spec: StreamSpec<Params, Query, Body, Response> & { path: Path }): Operation {
  return {
    ...head(spec),
    kind: "stream",
    response: spec.response,
    status: 200,
    envelope: "none",
    pretty: false,
    timeoutMs: Infinity,
    handler: spec.handler,
  };
}

type Head = Omit<
  Operation,
  "kind" | "response" | "status" | "envelope" | "pretty" | "timeoutMs" | "handler"
>;

function head(spec: OperationHead<ObjectSchema, ObjectSchema, Schema>): Head {
  const { name, method, path, summary, description = "", permission, errors = {}, dangerous = false } = spec;
  if (typeof name !== "string" || !/^[a-z][A-Za-z0-9]*$/.test(name)) {
    refuse(name, "its name is camelCase, letters and digits", name);
  }
  if (!METHODS.includes(method)) refuse(name, `its method is one of ${METHODS.join(", ")}`, method);
  const template = parseTemplate(path);
  if (typeof template === "string") return refuse(name, `its path ${template}`, path);
  if (typeof summary !== "string" || summary === "") refuse(name, "it has a summary", summary);
  if (!/^(public|[a-z][a-z0-9-]*:[a-z][a-z0-9-]*)$/.test(permission)) {
    refuse(name, "its permission is public, or written area:action", permission);
  }
  if (dangerous && (method === "GET" || permission === "public")) {
    refuse(name, "what is dangerous is neither public nor a GET", `${method}, ${permission}`);
  }
  const texts = Object.fromEntries(template.names.map((each) => [each, z.string().min(1)]));
  const params = spec.params ?? z.object(texts);
  const declared = Object.keys(params.shape);
  const stray = declared.find((each) => !template.names.includes(each)) ??
    template.names.find((each) => !declared.includes(each));
  if (stray !== undefined) refuse(name, "its params are the parameters of its path", stray);
  const query = spec.query ?? z.object({});
  for (const [place, schema] of [["params", params], ["query", query]] as const) {
    const field = findCoercion(schema);
    if (field === undefined) continue;
    refuse(
      name,
      'params and query are not coerced, since that takes "" for 0 and "false" for true',
      `${place}.${field}`,
    );
  }
  if (method === "GET" && spec.body !== undefined) refuse(name, "a GET has no body", "body");
  return {
    name,
    method,
    path,
    template,
    summary,
    description,
    tags: spec.tags ?? [firstSegment(path)],
    params: strict(params),
    query: strict(query),
    body: method === "GET" ? undefined : spec.body === undefined ? z.strictObject({}) : strict(spec.body),
    permission,
    errors,
    idempotent: spec.idempotent ?? (method !== "POST" && method !== "PATCH"),
    dangerous,
  };
}

const METHODS: readonly string[] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** An object schema that says nothing about unknown fields refuses them: a mistyped option must not be ignored. */
function strict<Each extends Schema>(schema: Each): Each {
  if (!(schema instanceof z.ZodObject) || schema.def.catchall !== undefined) return schema;
  return schema.strict() as unknown as Each;
}

function firstSegment(path: string): string {
  return path.split("/")[1] ?? "";
}

function refuse(name: unknown, rule: string, value: unknown): never {
  throw new TypeError(`Cannot define the operation ${String(name)}: ${rule}, got ${String(value)}`);
}
