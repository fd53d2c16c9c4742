import { z } from "@hono/zod-openapi";
import type { Told } from "@superlearner/otp";

/** That something was told by another System: how old it is. */
export interface ToldView {
  /** For how long nothing newer was told, in whole milliseconds. */
  readonly age_ms: number;
  /** Whether that System was asked again, and did not answer in time. */
  readonly overdue: boolean;
}

/** The schema of {@linkcode ToldView}, as an optional field. */
export const TOLD: z.ZodExactOptional<z.ZodType<ToldView>> = (z.object({
  age_ms: z.int().describe("For how long nothing newer was told"),
  overdue: z.boolean().describe("Whether the other System was asked again, and did not answer in time"),
}).openapi("Told") as z.ZodType<ToldView>).exactOptional();

/** The field for what was told; none for what this System sees itself. */
export function toldView({ told }: { readonly told?: Told }, now: number): { told?: ToldView } {
  if (told === undefined) return {};
  return { told: { age_ms: Math.max(0, Math.round(now - told.at)), overdue: told.overdue } };
}
