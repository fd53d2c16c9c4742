const PAGE_BYTES = 4096;

/** The resident memory of a process, in bytes; `undefined` where that cannot be read. */
export function residentBytes(pid: number): number | undefined {
  try {
    const pages = Number(Deno.readTextFileSync(`/proc/${pid}/statm`).split(" ")[1]);
    return Number.isFinite(pages) ? pages * PAGE_BYTES : undefined;
  } catch {
    return undefined;
  }
}
