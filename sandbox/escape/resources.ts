/** What a process of the operating system has at a moment, with its children counted in. Linux only: others have no `/proc`. */
export interface Resources {
  /** Threads of this process. */
  readonly threads: number;
  /** Its children, and theirs. */
  readonly processes: number;
  /** Its open files. */
  readonly files: number;
  /** What it has in memory, in MiB. */
  readonly rssMb: number;
}

/** What a process has now. */
export function resourcesOf(pid: number = Deno.pid): Resources {
  const count = (folder: string) => [...Deno.readDirSync(`/proc/${pid}/${folder}`)].length;
  const pages = Number(Deno.readTextFileSync(`/proc/${pid}/statm`).split(" ")[1]);
  return {
    threads: count("task"),
    processes: descendants(pid).length,
    files: count("fd"),
    rssMb: pages * 4096 / 2 ** 20,
  };
}

/** The time that a process and all below it have had of the CPUs, in milliseconds. */
export function cpuMsOf(pid: number = Deno.pid): number {
  let ticks = 0;
  for (const each of [pid, ...descendants(pid)]) {
    const [, , , , , , , , , , , user = "0", system = "0"] = statOf(each) ?? [];
    ticks += Number(user) + Number(system);
  }
  return ticks * 10; // at 100 a second, as on every Linux there is
}

/** The processes below one. */
export function descendants(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const { name } of Deno.readDirSync("/proc")) {
    const parent = /^\d+$/.test(name) ? statOf(Number(name))?.[1] : undefined;
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const below = (above: number): number[] =>
    [...parents].filter(([, parent]) => parent === above).flatMap(([each]) => [each, ...below(each)]);
  return below(pid);
}

/** The processes that have a text among their arguments. */
export function processesWith(text: string): number[] {
  return Array.from(Deno.readDirSync("/proc"), ({ name }) => Number(name)).filter((pid) => {
    try {
      return pid > 0 && Deno.readTextFileSync(`/proc/${pid}/cmdline`).includes(text);
    } catch {
      return false; // gone meanwhile
    }
  });
}

/** The fields after the name, which may hold anything: state, parent, … */
function statOf(pid: number): string[] | undefined {
  try {
    const text = Deno.readTextFileSync(`/proc/${pid}/stat`);
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined; // gone meanwhile
  }
}
