/** Does one thing for a guest with a part of its host. The guest's words are checked where they are used. */
export type Capability<Part> = (part: Part, args: readonly unknown[]) => unknown;

/** What a guest can ask of a part of its host, by the name of the capability. */
export type CapabilityTable<Part> = Readonly<Record<string, Capability<Part>>>;

/** What a name stands for in a table; `undefined` for what is none there: a guest may say `toString` too. */
export function capabilityOf<Part>(table: CapabilityTable<Part>, name: string): Capability<Part> | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
