import type { Field, Fields } from "./fields.ts";

/** What is different between the fields of two versions; each by its path. */
export interface FieldChanges {
  /** Fields that only the later has. */
  readonly added: readonly string[];
  /** Fields that only the earlier has. */
  readonly removed: readonly string[];
  /** Fields that hold something else, or must be there where they need not. */
  readonly changed: readonly FieldChange[];
}

/** A field that is different. */
export interface FieldChange {
  /** Where it stands. */
  readonly path: string;
  /** What it was, in words. */
  readonly from: string;
  /** What it is, in words. */
  readonly to: string;
}

/** What is different between the fields of two versions, also inside of objects and of what arrays hold. */
export function fieldChanges(from: Fields, to: Fields): FieldChanges {
  const [before, after] = [flat(from), flat(to)];
  const paths = [...before.keys()].filter((path) => after.has(path));
  return {
    added: [...after.keys()].filter((path) => !before.has(path)),
    removed: [...before.keys()].filter((path) => !after.has(path)),
    changed: paths.flatMap((path) => {
      const [one, other] = [before.get(path) ?? "", after.get(path) ?? ""];
      return one === other ? [] : [{ path, from: one, to: other }];
    }),
  };
}

function flat(fields: Fields, path = ""): Map<string, string> {
  const all = new Map<string, string>();
  for (const [name, field] of Object.entries(fields)) put(all, path === "" ? name : `${path}.${name}`, field);
  return all;
}

function put(all: Map<string, string>, path: string, field: Field): void {
  all.set(path, words(field));
  if (field.items !== undefined) put(all, `${path}[]`, field.items);
  for (const [key, value] of flat(field.fields ?? {}, path)) all.set(key, value);
}

function words(field: Field): string {
  const required = field.required ?? !("default" in field);
  return `${field.type}${field.nullable ? " or null" : ""}${required ? "" : ", may be missing"}`;
}
