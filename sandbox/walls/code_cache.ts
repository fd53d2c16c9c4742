/** What the first wall has made of the code of ours, for those after it: the half of their start is compiling. */
let kept: Uint8Array | undefined;

/** The part of what a wall is told. */
export function codeCache(): { readonly cache?: Uint8Array } {
  return kept === undefined ? {} : { cache: kept };
}

/** Keeps what a wall has made before any guest was in it. */
export function keepCodeCache(cache: Uint8Array): void {
  kept ??= cache;
}
