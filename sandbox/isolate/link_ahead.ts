import { type LinkedEntry, Linker, type LinkerParts, type LinkOptions, type ModuleMap } from "./linker.ts";

/** Modules that were linked before somebody asked for them: that runs nothing of theirs. */
export class AheadLink {
  /** What has linked them. */
  readonly linker: Linker;
  /** What came of it. */
  readonly linked: LinkedEntry;
  readonly #map: ModuleMap;
  readonly #entry: string;

  /** Links them. @throws {ImportDenied} @throws {SyntaxError} */
  constructor(parts: LinkerParts, { map, entry }: { readonly map: ModuleMap; readonly entry: string }) {
    this.linker = new Linker(parts);
    this.linked = this.linker.link(map, { entry });
    this.#map = map;
    this.#entry = entry;
  }

  /** Whether it is what is asked for now. */
  fits(map: ModuleMap, { entry, version = 0, also = [] }: LinkOptions): boolean {
    if (entry !== this.#entry || version !== 0 || also.length > 0 || map.size !== this.#map.size) return false;
    for (const [path, code] of map) if (this.#map.get(path) !== code) return false;
    return true;
  }
}
