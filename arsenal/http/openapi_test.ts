import { assert, assertEquals } from "@std/assert";
import { Validator } from "npm:@seriousme/openapi-schema-validator@^2.11";
import { System } from "@superlearner/otp";
import { arsenal } from "./app.ts";
import type { openApiDocument } from "./openapi.ts";

interface Documented {
  operationId: string;
  parameters?: { name: string; in: string; required?: boolean }[];
  requestBody?: { required: boolean };
  responses: { [status: string]: { content: object } };
}

async function document(): Promise<[ReturnType<typeof arsenal>, ReturnType<typeof openApiDocument>]> {
  const system = new System();
  const app = arsenal({ system });
  const response = await app.request("/api/v1/arsenal/docs");
  await system.stop();
  return [app, await response.json()];
}

Deno.test("case 18: openApiDocument() is valid OpenAPI 3.1", async () => {
  const [, given] = await document();
  const { valid, errors } = await new Validator().validate(given as unknown as Record<string, unknown>);
  assert(valid, JSON.stringify(errors));
  assertEquals(given.openapi, "3.1.0");
});

Deno.test("case 18: openApiDocument() lists every route, and no other, under unique ids", async () => {
  const [app, { paths }] = await document();
  const listed = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`)
  );
  const routes = app.routes.filter(({ method }) => method !== "ALL")
    .map(({ method, path }) => `${method} ${path.replaceAll(/:([a-z_]+)/g, "{$1}")}`);
  assertEquals(listed.sort(), routes.sort());
  const ids = Object.values(paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
  assertEquals(new Set(ids).size, ids.length);
  assertEquals(ids.length, app.registry.operations.length);
});

Deno.test("case 18: openApiDocument() has parameters, defaults, errors and media types", async () => {
  const [, { paths }] = await document();
  const at = (path: string, method: string) => paths[`/api/v1${path}`]![method] as unknown as Documented;
  const list = at("/processes", "get");
  assertEquals(list.parameters?.map(({ name }) => name), ["limit", "cursor", "sort", "order", "q", "type", "node"]);
  assert(list.parameters?.every(({ required }) => required === false));
  const kill = at("/processes/{pid}", "delete");
  assertEquals(Object.keys(kill.responses).join(" "), "200 400 401 403 404 408 409 413 415 500 504");
  const trace = at("/processes/{pid}/trace", "post");
  assertEquals([trace.requestBody?.required, Object.keys(trace.responses)[0]], [false, "201"]);
  assertEquals(Object.keys(at("/events", "get").responses["200"]!.content), ["text/event-stream"]);
  assertEquals(Object.keys(list.responses["403"]!.content), ["application/problem+json"]);
});
