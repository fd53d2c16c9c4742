import type { NativeLibraries } from "../native/native_libraries.ts";

/** What a guest can ask of native libraries, by the name of the capability. Its words are checked where they are used. */
const CAPABILITIES: Readonly<Record<string, (libraries: NativeLibraries, args: readonly unknown[]) => unknown>> = {
  openLibrary: (libraries, [path, symbols]) => libraries.open(String(path), symbols),
  callLibrary: (libraries, [id, name, args]) =>
    libraries.call(Number(id), { name: String(name), args: Array.isArray(args) ? args as unknown[] : [] }),
  closeLibrary: (libraries, [id]) => libraries.close(Number(id)),
};

/** Whether it is one of these. */
export function isLibraryCapability(capability: string): boolean {
  return Object.hasOwn(CAPABILITIES, capability);
}

/** Does it. @throws {Error} As {@linkcode NativeLibraries} does. */
export async function useLibrary(
  libraries: NativeLibraries,
  { capability, args }: { readonly capability: string; readonly args: readonly unknown[] },
): Promise<unknown> {
  return await CAPABILITIES[capability]!(libraries, args);
}
