const names = new WeakMap<object, string>();

/** Says of which test something is a part, as a System of its world. */
export function nameTest(part: object, test: string): void {
  names.set(part, test);
}

/** The test that something is a part of; empty where that is not known. */
export function testOf(part: object): string {
  return names.get(part) ?? "";
}
