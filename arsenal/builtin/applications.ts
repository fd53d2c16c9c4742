import { z } from "@hono/zod-openapi";
import { Application } from "@superlearner/otp";
import { defineOperation } from "../operations/define_operation.ts";
import type { Operation } from "../operations/operation.ts";
import type { Services } from "./services.ts";

const APPLICATION = z.object({
  name: z.string(),
  state: z.enum(["running", "loaded"]).describe("loaded: known, and not running"),
  version: z.string().nullable(),
  description: z.string(),
  type: z.enum(["permanent", "transient", "temporary"]).nullable()
    .describe("What its end means for the others; null of one that does not run"),
  supervisor: z.string().nullable().describe("Its top supervisor; null of a library, or of one that does not run"),
}).openapi("Application");

/** The applications of the System; their settings, which may be secrets, are not told. */
export function listApplications({ system }: Services): Operation {
  return defineOperation({
    name: "listApplications",
    method: "GET",
    path: "/applications",
    summary: "Applications: those that run in the order of their start, then those that are loaded",
    response: z.array(APPLICATION),
    permission: "applications:read",
    handler: () => {
      const running = Application.whichApplications(system);
      const names = new Set(running.map(({ name }) => name));
      const loaded = Application.loadedApplications(system).filter(({ name }) => !names.has(name));
      return [
        ...running.map(({ name, version, description, type, supervisor }) => ({
          name,
          state: "running" as const,
          version: version === "" ? null : version,
          description,
          type,
          supervisor: supervisor ?? null,
        })),
        ...loaded.map(({ name, version, description }) => ({
          name,
          state: "loaded" as const,
          version: version === "" ? null : version,
          description,
          type: null,
          supervisor: null,
        })),
      ];
    },
  });
}
