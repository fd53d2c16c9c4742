import { assert, assertEquals, assertRejects } from "@std/assert";
import { SandboxError } from "../limits/sandbox_error.ts";
import { CompilerChild } from "./compiler_child.ts";

const never = new AbortController().signal;
const job = (text: string) => ({ files: [{ path: "/a.ts", text }], limitMs: 60_000 });
const isGone = (pid: number) => {
  try {
    Deno.kill(pid, "SIGCONT");
    return false;
  } catch {
    return true;
  }
};

Deno.test("CompilerChild compiles in a process that it makes once", async () => {
  await using child = new CompilerChild({ heapMb: 512 });
  assertEquals(child.pid, undefined);
  await child.ready(never);
  const { pid } = child;
  assertEquals((await child.transpile(job("let a: 1"), never)).map(({ code }) => code), ["let a   "]);
  assertEquals(child.pid, pid);
});

Deno.test("CompilerChild kills a compiler that spins, and makes another one", async () => {
  await using child = new CompilerChild({ heapMb: 512 });
  await child.ready(never);
  const pid = child.pid!;
  const over = new AbortController();
  const spinning = child.transpile(job("async(a=".repeat(40)), over.signal);
  over.abort(new Error("Enough"));
  await assertRejects(() => spinning, Error, "Enough");
  assert(isGone(pid));
  assertEquals((await child.transpile(job("a"), never)).length, 1);
  await assertRejects(() => child.transpile(job("a"), over.signal), Error, "Enough");
});

Deno.test("CompilerChild tells of a compiler that ran out of memory, and makes another one", async () => {
  await using child = new CompilerChild({ heapMb: 90 });
  const error = await assertRejects(() => child.transpile(job("a;".repeat(400_000)), never), SandboxError);
  assertEquals(error.kind, "crashed");
  assertEquals((await child.transpile(job("a"), never)).length, 1);
});

Deno.test("case 17: CompilerChild replaces a compiler that has read very many modules", async () => {
  await using child = new CompilerChild({ heapMb: 512 });
  await child.ready(never);
  const { pid } = child;
  const files = Array.from({ length: 5000 }, (_, n) => ({ path: "/a.ts", text: `${n}` }));
  assertEquals((await child.transpile({ files, limitMs: 600_000 }, never)).length, 5000);
  assert(isGone(pid!));
  assertEquals((await child.transpile(job("a"), never)).length, 1);
});

Deno.test("CompilerChild leaves no process behind", async () => {
  const child = new CompilerChild({ heapMb: 512 });
  await child.ready(never);
  const pid = child.pid!;
  await child[Symbol.asyncDispose]();
  assert(isGone(pid));
});

Deno.test({
  name: "CompilerChild needs the right to run",
  permissions: { run: false, read: true, env: true },
  fn: async () => {
    await using child = new CompilerChild({ heapMb: 512 });
    const error = await assertRejects(() => child.ready(never), SandboxError);
    assertEquals(error.failure, { kind: "permission_denied", permission: "run", target: "deno" });
  },
});
