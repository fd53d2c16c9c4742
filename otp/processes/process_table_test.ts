import { assertEquals } from "@std/assert";
import { SeededRandom } from "../environment.ts";
import type { Pid } from "./pid.ts";
import type { Process } from "./process.ts";
import { ProcessTable } from "./process_table.ts";

/** All that the table needs of a process. */
function born(table: ProcessTable): Process {
  const number = table.next();
  const process = { number, pid: `<0.${number}.0>` } as Process;
  table.add(process);
  return process;
}

const pids = (table: ProcessTable) => [...table.values()].map(({ pid }) => pid);

Deno.test("ProcessTable finds the living by pid, and nobody by what is no pid of a living process", () => {
  const table = new ProcessTable();
  const [first, second] = [born(table), born(table)];
  assertEquals([table.get("<0.1.0>"), table.get("<0.2.0>"), table.size], [first, second, 2]);
  table.delete(first);
  table.delete(first);
  assertEquals([table.get("<0.1.0>"), table.has("<0.1.0>"), table.size], [undefined, false, 1]);
  const strange = [
    "",
    "<",
    "<>",
    "<0..0>",
    "<0.2>",
    "<0.02.0>",
    "<0.-2.0>",
    "<0.2.0> ",
    "<0.2e0.0>",
    "<a.2.0>",
    "<0.2.1>",
  ];
  for (const pid of [...strange, "<0.9.0>", `<0.${"9".repeat(400)}.0>`]) {
    assertEquals([table.get(pid as Pid), table.gaveOut(pid as Pid)], [undefined, false], pid);
  }
});

Deno.test("ProcessTable gaveOut() knows the dead, and numbers never come back", () => {
  const table = new ProcessTable();
  const process = born(table);
  table.delete(process);
  assertEquals([table.gaveOut(process.pid), table.gaveOut("<0.0.0>"), table.gaveOut("<0.2.0>")], [true, false, false]);
  assertEquals(born(table).number, 2);
});

Deno.test("ProcessTable values() bears deaths and births on the way", () => {
  const table = new ProcessTable();
  const [first, second, third] = [born(table), born(table), born(table)];
  const seen: Process[] = [];
  for (const each of table.values()) {
    seen.push(each);
    if (each === first) table.delete(second!);
    if (each === third) table.delete(third!);
  }
  assertEquals(seen, [first, third]);
  assertEquals(pids(table), [first!.pid]);
});

Deno.test("ProcessTable does what a map does, over many pages that come and go", () => {
  for (let seed = 0; seed < 5; seed++) {
    const random = new SeededRandom(seed);
    const table = new ProcessTable();
    const model = new Map<Pid, Process>();
    for (let step = 0; step < 8000; step++) {
      if (random.next() < 0.55) {
        const process = born(table);
        model.set(process.pid, process);
      } else {
        // Mostly the oldest, so that whole pages die.
        const [pid, process] = [...model.entries().take(1 + Math.floor(random.next() * 3))].at(-1) ?? [];
        if (pid === undefined || process === undefined) continue;
        model.delete(pid);
        table.delete(process);
      }
      const asked: Pid = `<0.${1 + Math.floor(random.next() * step)}.0>`;
      if (table.get(asked) !== model.get(asked)) throw new Error(`seed ${seed}, step ${step}: ${asked}`);
    }
    assertEquals([table.size, pids(table)], [model.size, [...model.keys()]], `seed ${seed}`);
    for (const process of model.values()) table.delete(process);
    assertEquals([table.size, pids(table)], [0, []]);
    const next = born(table);
    assertEquals(table.get(next.pid), next);
  }
});
