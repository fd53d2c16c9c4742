/** How a compiled module asks for its `import()`, which is a function of the guest's realm: by a name that nobody is granted. */
const MARK = "superlearner:import ";

/** The specifier by which a module gets its `import()`; it says which modules the literal ones of them lead to. */
export function importMarker(literals: readonly string[]): string {
  return MARK + JSON.stringify([...new Set(literals)].sort());
}

/** The literals of such a specifier; `undefined` for any other one. */
export function readImportMarker(specifier: string): readonly string[] | undefined {
  if (!specifier.startsWith(MARK)) return undefined;
  try {
    const literals = JSON.parse(specifier.slice(MARK.length)) as unknown;
    return Array.isArray(literals) ? literals.filter((each) => typeof each === "string") : [];
  } catch {
    return []; // nobody who compiled it has written it
  }
}
