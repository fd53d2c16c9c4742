/** A value as JSON, the same whatever order its fields are in: what keeps JSON does not always keep their order. */
export function canonical(value: unknown): string {
  return JSON.stringify(
    value,
    (_name, part: unknown) =>
      typeof part === "object" && part !== null && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => one < other ? -1 : 1))
        : part,
  ) ?? "";
}
