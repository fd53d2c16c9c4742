import type { z } from "zod";
import type { FieldError } from "./operation_error.ts";
import type { Schema } from "./operation.ts";

/** How many faults are told at once. */
const MOST_ERRORS = 20;
const LONGEST_NAME = 80;

/** As much of a fault as is told. */
interface Issue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
}

/** What a schema makes of a value: the value with defaults, or what is wrong with it. */
export type Validated = { readonly value: unknown } | { readonly errors: FieldError[] };

/** Judges one part of a request by its schema. */
export function validate(schema: Schema, value: unknown, part: FieldError["in"]): Validated {
  const result = (schema as z.ZodType).safeParse(value);
  if (result.success) return { value: result.data };
  const errors: FieldError[] = [];
  const fields = "shape" in schema ? Object.keys(schema.shape as object) : [];
  for (const issue of result.error.issues as readonly Issue[]) {
    for (const path of placesOf(issue)) {
      if (errors.length < MOST_ERRORS) errors.push({ in: part, path, message: wordsOf(issue, fields) });
    }
  }
  return { errors };
}

/** Where a fault is; an unknown field is named itself. */
function placesOf(issue: Issue): string[] {
  const at = issue.path.map((each) => String(each).slice(0, LONGEST_NAME));
  const fields = issue.code === "unrecognized_keys" ? issue.keys ?? [] : [];
  if (fields.length === 0) return [at.join(".")];
  return fields.map((field) => [...at, field.slice(0, LONGEST_NAME)].join("."));
}

/** Zod's own words name what was expected and never the value; they read better after the name of a field. */
function wordsOf({ code, message, path }: Issue, fields: readonly string[]): string {
  if (code === "unrecognized_keys") {
    return path.length > 0 || fields.length === 0
      ? "is unknown here"
      : `is unknown here; there is ${fields.join(", ")}`;
  }
  if (message === "") return "is not valid";
  return `is not valid: ${message.replace(/^Invalid (input|option): /, "")}`;
}
