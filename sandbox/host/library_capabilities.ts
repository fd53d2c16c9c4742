import type { NativeLibraries } from "../native/native_libraries.ts";
import type { CapabilityTable } from "./capability_table.ts";

/** What a guest can ask of native libraries. */
export const LIBRARY_CAPABILITIES: CapabilityTable<NativeLibraries> = {
  openLibrary: (libraries, [path, symbols]) => libraries.open(String(path), symbols),
  callLibrary: (libraries, [id, name, args]) =>
    libraries.call(Number(id), { name: String(name), args: Array.isArray(args) ? args as unknown[] : [] }),
  closeLibrary: (libraries, [id]) => libraries.close(Number(id)),
};
