/** What the operating system tells of processes below one. Linux only: elsewhere there is nothing below anything. */

const PAGE_BYTES = 4096;

/** What a process and those below it are, as far as it was looked. */
export interface TreeUse {
  /** How many there are. */
  readonly count: number;
  /** Their resident memory, in bytes; what they share is counted for each. */
  readonly bytes: number;
}

/** The children of a process, whichever of its threads has made them. */
export function childrenOf(pid: number): number[] {
  const found: number[] = [];
  for (const task of namesIn(`/proc/${pid}/task`)) {
    for (const each of textOf(`/proc/${pid}/task/${task}/children`).split(" ")) {
      if (each !== "") found.push(Number(each));
    }
  }
  return found;
}

/** What is below a process; it is not looked further once there are more than `most`. */
export function useBelow(pid: number, most: number): TreeUse {
  const left = childrenOf(pid);
  let count = 0;
  let bytes = 0;
  for (let each = left.pop(); each !== undefined && count <= most; each = left.pop()) {
    count++;
    bytes += memoryOf(each);
    left.push(...childrenOf(each));
  }
  return { count, bytes };
}

/**
 * The processes of a group, and those whose environment, as they were started with it, has a text in it; no more than `most` are
 * looked for.
 */
export function processesOf(group: number, { mark, most }: { readonly mark: string; readonly most: number }): number[] {
  const found: number[] = [];
  for (const name of namesIn("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    if (found.length >= most) break;
    if (groupOf(name) === group || textOf(`/proc/${name}/environ`).includes(mark)) found.push(Number(name));
  }
  return found;
}

/** The resident memory of a process, in bytes. */
export function memoryOf(pid: number): number {
  return (Number(textOf(`/proc/${pid}/statm`).split(" ")[1]) || 0) * PAGE_BYTES;
}

/** The group of one that is not dead already. */
function groupOf(pid: string): number | undefined {
  const text = textOf(`/proc/${pid}/stat`);
  const [state, , group] = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return state === "Z" ? undefined : Number(group);
}

function namesIn(dir: string): string[] {
  try {
    return Array.from(Deno.readDirSync(dir), ({ name }) => name);
  } catch {
    return []; // gone meanwhile, or there is no such thing here
  }
}

function textOf(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return "";
  }
}
