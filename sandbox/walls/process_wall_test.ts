import { assertEquals, assertMatch } from "@std/assert";
import { RealClock } from "@superlearner/otp";
import { dirname } from "node:path";
import { HOST_FOLDER } from "./host_folder.ts";
import { ProcessWall } from "./process_wall.ts";
import { Heard, load, wallSuite } from "./wall_suite.ts";

const open = (memoryMb: number = 128) => new ProcessWall({ clock: new RealClock(), heapMb: 64, memoryMb });

wallSuite("ProcessWall", () => open());

/** The end of a wall whose guest runs this. */
async function endOf(source: string, memoryMb: number): Promise<{ readonly exit: string; readonly limit?: string }> {
  const wall = open(memoryMb);
  const heard = new Heard(wall);
  load(wall, source);
  const end = await heard.end;
  await wall.close();
  return end;
}

/** V8 gives up where it is asked for this; on the way it takes a quarter of a gigabyte. */
const FATAL = "'x'.repeat(2 ** 28).split('')";

Deno.test("ProcessWall: what V8 cannot bear ends the subprocess alone", async () => {
  assertMatch((await endOf(FATAL, 4096)).exit, /^V8 (gave up|ran out of heap)/);
});

Deno.test("ProcessWall: who has more memory than is allowed is killed, whatever kind it is", async () => {
  const { exit, limit } = await endOf(FATAL, 64);
  // Both are on their way at once; which of them comes first is the machine's affair.
  assertEquals(limit === "memoryMb" || exit.startsWith("V8"), true, exit);
});

/** The files below a folder. */
function filesBelow(dir: string): string[] {
  return [...Deno.readDirSync(dir)].flatMap(({ name, isDirectory }) =>
    isDirectory ? filesBelow(`${dir}/${name}`) : [`${dir}/${name}`]
  );
}

Deno.test("ProcessWall keeps no code on the disk, where who may write there would change that of others", async () => {
  const own = HOST_FOLDER.take(); // beside those of the subprocess
  const wall = open();
  const heard = new Heard(wall);
  load(wall, "export const x = 1;");
  await heard.until("loaded");
  const kept = filesBelow(dirname(own)).filter((path) => path.includes("code_cache"));
  await wall.close();
  await HOST_FOLDER.giveBack(own);
  assertEquals(kept, []);
});

Deno.test("case 20: ProcessWall tells a kill from outside from an end of its own", async () => {
  const wall = open();
  const heard = new Heard(wall);
  load(wall, "export const x = 1;");
  await heard.until("loaded");
  Deno.kill(wall.pid, "SIGKILL");
  assertEquals(await heard.end, { exit: "it was killed from outside (SIGKILL), by an operator or the system" });
  await wall.close();
});

Deno.test("case 21: a subprocess goes when the program that has it is killed", async () => {
  const url = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);
  const source = `import { ProcessWall } from ${url("./process_wall.ts")};
    import { RealClock } from "@superlearner/otp";
    const wall = new ProcessWall({ clock: new RealClock(), heapMb: 64, memoryMb: 128 });
    wall.listen({ received: (message) => message[0] === "ready" && console.log(wall.pid), ended() {} });`;
  const script = await Deno.makeTempFile({ dir: import.meta.dirname!, suffix: ".ts" });
  try {
    await Deno.writeTextFile(script, source);
    const host = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-lock", "--no-check", script],
      stdout: "piped",
    }).spawn();
    const reader = host.stdout.getReader();
    const { value } = await reader.read();
    const pid = Number(new TextDecoder().decode(value));
    host.kill("SIGKILL");
    await host.status;
    await reader.cancel();
    while (isRunning(pid)) await new Promise((resolve) => setImmediate(resolve));
  } finally {
    await Deno.remove(script);
  }
});

function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(Deno.readTextFileSync(`/proc/${pid}/status`));
  } catch {
    return false;
  }
}
