import type { ObjectSchema, Schema } from "./operation.ts";

/** As much of a schema's insides as matters here. */
interface Definition {
  readonly type: string;
  readonly coerce?: boolean;
  readonly innerType?: Inside;
  readonly in?: Inside;
  readonly element?: Inside;
}

interface Inside {
  readonly _zod: { readonly def: Definition };
}

/** The schema below `optional`, `default`, `nullable` and the like. */
export function bareSchema(schema: Schema): Definition {
  let inside = (schema as unknown as Inside)._zod.def;
  for (;;) {
    const next = inside.innerType ?? (inside.type === "pipe" ? inside.in : undefined);
    if (next === undefined) return inside;
    inside = next._zod.def;
  }
}

/** Whether a schema takes several values. */
export function isList(schema: Schema): boolean {
  return bareSchema(schema).type === "array";
}

/** The first field that is coerced. */
export function findCoercion(schema: ObjectSchema): string | undefined {
  return Object.entries(schema.shape).find(([, each]) => bareSchema(each).coerce === true)?.[0];
}

/**
 * What a text of a URL stands for, by the schema that will judge it: a plain decimal number for a number, `true` or `false`
 * for a boolean. Any other text stays a text, for the schema to refuse.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { decodeText } from "./schema_kind.ts";
 * import { z } from "zod";
 *
 * assertEquals(decodeText(z.int().default(5), "12"), 12);
 * assertEquals(decodeText(z.int(), "1e3"), "1e3");
 * assertEquals(decodeText(z.boolean(), "false"), false);
 * ```
 */
export function decodeText(schema: Schema, text: string): unknown {
  return decode(bareSchema(schema), text);
}

function decode(definition: Definition, text: string): unknown {
  switch (definition.type) {
    case "number":
    case "int":
      return /^-?(0|[1-9]\d{0,15})(\.\d{1,15})?$/.test(text) ? Number(text) : text;
    case "bigint":
      return /^-?\d{1,100}$/.test(text) ? BigInt(text) : text;
    case "boolean":
      return text === "true" ? true : text === "false" ? false : text;
    case "array":
      return [decode(definition.element!._zod.def, text)];
    default:
      return text;
  }
}
