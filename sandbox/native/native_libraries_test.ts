import { assertEquals, assertRejects } from "@std/assert";
import { dirname } from "node:path";
import { RealClock } from "@superlearner/otp";
import type { Limits } from "../limits/limits.ts";
import { limitsOf } from "../limits/profiles.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import { grantPermissions } from "../permissions/granting.ts";
import { Grants } from "../permissions/grants.ts";
import { Programs } from "../programs/programs.ts";
import type { Program } from "../programs/program.ts";
import { HOST_FOLDER } from "../walls/host_folder.ts";
import { NativeLibraries } from "./native_libraries.ts";
import { LIBC, libc } from "./testdata/libc.ts";

const ignore = Deno.build.os !== "linux";

/** The libraries of a guest that may load the C library, and what was told of them; ended with the scope. */
function libraries(limits: Partial<Limits> = {}) {
  const noted: string[] = [];
  const options = {
    grants: new Grants(grantPermissions({ ffi: [libc()] })),
    limits: limitsOf("strict", limits),
    clock: new RealClock(),
    noted: (result: string, target: string, detail = "") => noted.push([result, target, detail].join(" ").trim()),
  };
  const programs = new Programs({ ...options, env: {} });
  const held: Program[] = [];
  const holding: Pick<Programs, "hold"> = {
    hold: async (...asked) => {
      const program = await programs.hold(...asked);
      held.push(program);
      return program;
    },
  };
  const native = new NativeLibraries({ ...options, programs: holding });
  return {
    noted,
    held,
    open: (symbols: unknown = LIBC) => native.open(libc(), symbols),
    openOther: (path: string) => native.open(path, {}),
    close: (id: number) => native.close(id),
    call: (id: number, name: string, ...args: unknown[]) => native.call(id, { name, args }),
    [Symbol.asyncDispose]: () => programs.close(),
  };
}

const bytes = (text: string) => new TextEncoder().encode(`${text}\0`);

Deno.test({
  name: "NativeLibraries: one is loaded and called, several calls at a time, and nothing is left of it",
  ignore,
  fn: async () => {
    await using guest = libraries();
    const id = await guest.open();
    assertEquals(await Promise.all([97, 98, 99].map((each) => guest.call(id, "toupper", each))), [
      ...[[65, []], [66, []], [67, []]],
    ]);
    const [program] = guest.held;
    assertEquals([program?.use(9).count === 0, program?.isOver], [false, false]);
    await guest.close(id);
    assertEquals([program?.use(9).count, program?.isOver], [0, true]);
    await assertRejects(() => guest.call(id, "toupper", 97), TypeError, "not loaded any more");
    assertEquals(guest.noted, [`ok ${libc()}`]);
  },
});

/** The files below a folder. */
function filesBelow(dir: string): string[] {
  return [...Deno.readDirSync(dir)].flatMap(({ name, isDirectory }) =>
    isDirectory ? filesBelow(`${dir}/${name}`) : [`${dir}/${name}`]
  );
}

Deno.test({
  name: "NativeLibraries: its process keeps no code on the disk, where who may write there would change it",
  ignore,
  fn: async () => {
    await using guest = libraries();
    const own = HOST_FOLDER.take();
    for (let n = 0; n < 2; n++) { // it would be kept by the first, and read by the second
      const id = await guest.open();
      await guest.call(id, "toupper", 97);
    }
    const kept = filesBelow(dirname(own)).filter((path) => path.includes("code_cache"));
    await HOST_FOLDER.giveBack(own);
    assertEquals(kept, []);
  },
});

Deno.test({
  name: "NativeLibraries: what was not granted, is no library or has no such function is refused, and told",
  ignore,
  fn: async () => {
    await using guest = libraries();
    const denied = await assertRejects(() => guest.openOther("/lib/other.so"), SandboxError);
    assertEquals(denied.failure, { kind: "permission_denied", permission: "ffi", target: "/lib/other.so" });
    const gone = { gone: { parameters: [], result: "void", nonblocking: true } };
    const missing = await assertRejects(() => guest.open(gone), TypeError);
    assertEquals(missing.message, `Cannot load "${libc()}": there is no function "gone" in it`);
    await assertRejects(() => guest.open({ one: {} }), TypeError, "its parameters are a list");
    assertEquals(guest.noted, [`ok ${libc()}`, `failed ${libc()} ${missing.message}`]);
  },
});

Deno.test({
  name: "NativeLibraries: what it prints goes nowhere, and what it breaks is its own process",
  ignore,
  fn: async () => {
    await using guest = libraries();
    const [id, other] = [await guest.open(), await guest.open()];
    await guest.call(id, "puts", bytes("noise"));
    assertEquals(await guest.call(id, "fflush", null), [0, []]);
    const error = await assertRejects(() => guest.call(id, "abort"), SandboxError);
    assertEquals(error.failure, { kind: "crashed", exit: "it ended of SIGABRT" });
    await assertRejects(() => guest.call(id, "toupper", 97), SandboxError, "SIGABRT");
    assertEquals(await guest.call(other, "toupper", 97), [65, []]);
  },
});

Deno.test({
  name: "NativeLibraries: one that writes into the way to the host is ended",
  ignore,
  fn: async () => {
    await using guest = libraries();
    const id = await guest.open();
    const calls = Array.from({ length: 12 }, (_, fd) => guest.call(id, "write", fd, bytes("forged"), 6));
    const failures = await Promise.allSettled(calls);
    const failed = failures.find(({ status }) => status === "rejected") as PromiseRejectedResult;
    assertEquals(failed.reason.failure, { kind: "crashed", exit: "it broke the protocol" });
  },
});

Deno.test({
  name: "NativeLibraries: a call has the time of a call, and one that waits for none has all",
  ignore,
  fn: async () => {
    await using guest = libraries({ wallMs: 1000 });
    const [idle, id] = [await guest.open(), await guest.open()];
    const error = await assertRejects(() => guest.call(id, "pause"), SandboxError, "Cannot use a native");
    assertEquals(await guest.call(idle, "toupper", 97), [65, []]);
    assertEquals(error.failure.kind === "limit_exceeded" && [error.failure.limit, error.failure.value], [
      "wallMs",
      1000,
    ]);
  },
});

Deno.test({
  name: "NativeLibraries: what one has started has the time of a call as well, also while it waits itself",
  ignore,
  fn: async () => {
    await using guest = libraries({ wallMs: 1000 });
    const id = await guest.open();
    assertEquals(await guest.call(id, "system", bytes("/bin/sleep 45 &")), [0, []]);
    const { failure } = await assertRejects(() => guest.held[0]!.status, SandboxError);
    assertEquals(failure.kind === "limit_exceeded" && [failure.limit, failure.value], ["wallMs", 1000]);
  },
});

Deno.test({
  name: "NativeLibraries: the memory of an empty process is not that of the guest",
  ignore,
  fn: async () => {
    await using guest = libraries({ memoryMb: 17, heapMb: 16 });
    const id = await guest.open();
    guest.held[0]!.exceed("diskBytes", 0); // were it ended already, this would not be why
    await assertRejects(() => guest.call(id, "toupper", 97), SandboxError, "the limit diskBytes");
  },
});

Deno.test({
  name: "NativeLibraries: a host that may not run what holds them says so",
  ignore,
  permissions: { ffi: true, read: true, write: true, env: true },
  fn: async () => {
    await using guest = libraries();
    const { failure } = await assertRejects(() => guest.open(), SandboxError);
    assertEquals(failure.kind === "permission_denied" && failure.permission, "run");
  },
});

Deno.test({
  name: "NativeLibraries: each counts as a program",
  ignore,
  fn: async () => {
    await using guest = libraries({ programs: 0 });
    await assertRejects(() => guest.open(), SandboxError, "the limit programs is 0");
  },
});
