import { z } from "@hono/zod-openapi";
import { defineOperation } from "../operations/define_operation.ts";
import type { Operation } from "../operations/operation.ts";
import type { Registry } from "../operations/registry.ts";
import { TextReply } from "../operations/reply.ts";
import { docsPage, type PageOptions } from "./docs_page.ts";
import { openApiDocument } from "./openapi.ts";

/** The operations that tell of the operations. */
export function catalogueOperations(registry: () => Registry, options: PageOptions): Operation[] {
  return [docs(registry, options), listOperations(registry, options)];
}

function docs(registry: () => Registry, options: PageOptions): Operation {
  return defineOperation({
    name: "docs",
    method: "GET",
    path: "/arsenal/docs",
    tags: ["arsenal"],
    summary: "The OpenAPI 3.1 document; a page for a browser",
    query: z.object({ format: z.enum(["json", "html"]).optional().describe("Overrides the Accept header") }),
    response: z.looseObject({ openapi: z.string() }),
    permission: "docs:read",
    envelope: "none",
    handler: ({ query, header, setHeader }) => {
      setHeader("vary", "accept");
      const { operations } = registry();
      const html = query.format === undefined ? prefersHtml(header("accept") ?? "") : query.format === "html";
      if (!html) return openApiDocument(operations, options);
      setHeader("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'");
      return new TextReply("text/html; charset=utf-8", docsPage(operations, options));
    },
  });
}

function listOperations(registry: () => Registry, { basePath }: PageOptions): Operation {
  return defineOperation({
    name: "listOperations",
    method: "GET",
    path: "/arsenal/operations",
    tags: ["arsenal"],
    summary: "All operations",
    query: z.object({ q: z.string().max(100).optional().describe("A text in name, path, summary or tag") }),
    response: z.array(OPERATION),
    permission: "docs:read",
    handler: ({ query }) =>
      registry().search(query.q ?? "").map((each) => ({
        name: each.name,
        method: each.method,
        path: basePath + each.path,
        summary: each.summary,
        tags: [...each.tags],
        kind: each.kind,
        permission: each.permission,
        idempotent: each.idempotent,
        dangerous: each.dangerous,
      })),
  });
}

/** A browser asks for `text/html` by name; `curl` takes anything, and gets the JSON. */
function prefersHtml(accept: string): boolean {
  const types = accept.split(",").map((each) => each.split(";", 1)[0]!.trim().toLowerCase());
  return types.includes("text/html") && !types.includes("application/json");
}

const OPERATION = z.object({
  name: z.string(),
  method: z.string(),
  path: z.string(),
  summary: z.string(),
  tags: z.array(z.string()),
  kind: z.enum(["reply", "stream"]),
  permission: z.string(),
  idempotent: z.boolean(),
  dangerous: z.boolean(),
}).openapi("Operation");
