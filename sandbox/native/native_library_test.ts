import { assertEquals, assertRejects } from "@std/assert";
import { RealClock } from "@superlearner/otp";
import { CodecError, encode } from "../guest/codec.ts";
import { limitsOf } from "../limits/profiles.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import type { Program } from "../programs/program.ts";
import { encodeFrame, FrameReader, MARK_BYTES } from "../walls/frames.ts";
import { NativeLibrary } from "./native_library.ts";
import type { FromLibrary, ToLibrary } from "./native_protocol.ts";

/** A library in a process that answers so. */
function libraryIn(answers: (message: ToLibrary) => readonly unknown[]) {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const [reader, writer] = [readable.getReader(), writable.getWriter()];
  const ending = Promise.withResolvers<{ code: number; signal: string | null }>();
  let mark: Uint8Array | undefined;
  let frames: FrameReader | undefined;
  const program = {
    since: 0,
    awaken: () => {},
    rest: () => {},
    status: ending.promise,
    outputs: { stdout: { read: async () => (await reader.read()).value } },
    write: (bytes: Uint8Array) => {
      mark ??= bytes.slice(0, MARK_BYTES);
      frames ??= new FrameReader(mark, (message) => {
        for (const each of answers(message as ToLibrary)) {
          void writer.write(each instanceof Uint8Array ? each : encodeFrame(mark!, each));
        }
      });
      if (bytes.length > MARK_BYTES) frames.push(bytes);
      return Promise.resolve();
    },
    end: () => {
      ending.resolve({ code: 0, signal: "SIGKILL" });
      return writer.close().catch(() => {});
    },
  };
  const options = {
    path: "/real.so",
    asked: "/asked.so",
    symbols: {},
    limits: limitsOf("strict"),
    clock: new RealClock(),
  };
  return { program, ending, library: new NativeLibrary({ ...options, program: program as unknown as Program }) };
}

const opened: FromLibrary = ["opened"];

Deno.test("NativeLibrary: a call is answered by its number, and the time of the oldest is that of the process", async () => {
  const calls: number[] = [];
  const { library, program } = libraryIn((message) => {
    if (message[0] === "open") return [opened];
    calls.push(message[1]);
    return calls.length < 2 ? [] : [["result", calls[1], encode("two")], ["threw", calls[0], "no"]];
  });
  await library.opened;
  assertEquals(program.since, Infinity);
  const first = library.call("one", []);
  const refused = assertRejects(() => first, TypeError, "no");
  assertEquals(await library.call("two", []), "two");
  await refused;
  assertEquals(program.since, Infinity);
  await library.close();
  await assertRejects(() => library.call("three", []), TypeError, "The library is closed");
});

Deno.test("NativeLibrary: one that cannot be loaded says so to who waits and to who calls", async () => {
  const { library } = libraryIn(() => [["failed", "it cannot be loaded"]]);
  const told = 'Cannot load "/asked.so": it cannot be loaded';
  assertEquals((await assertRejects(() => library.opened, TypeError)).message, told);
  assertEquals((await assertRejects(() => library.call("one", []), TypeError)).message, told);
});

Deno.test("NativeLibrary: what is no answer of ours ends it, and all who wait are told", async () => {
  const answers: readonly unknown[] = [
    ...[null, 7, [], ["result", 99, "1"], ["result", 1, "{"], ["result", 1, '{"$":["?"]}'], ["other", 1], ["opened"], [
      "failed",
      "late",
    ]],
    ...[new TextEncoder().encode("printed by somebody else\n"), ["result", 1, encode("x".repeat(262_144))]],
  ];
  for (const answer of answers) {
    const { library } = libraryIn((message) => [message[0] === "open" ? opened : answer]);
    const { failure } = await assertRejects(() => library.call("one", []), SandboxError, "", String(answer));
    assertEquals(failure, { kind: "crashed", exit: "it broke the protocol" });
  }
});

Deno.test("NativeLibrary: what cannot be told is refused before it is a call, and leaves nothing behind", async () => {
  const { library, program } = libraryIn((message) => message[0] === "open" ? [opened] : [["result", message[1], "1"]]);
  await library.opened;
  await assertRejects(() => library.call("one", [() => {}]), CodecError);
  assertEquals(program.since, Infinity);
  assertEquals(await library.call("one", [new Map([[{ toString: 1, valueOf: 1 }, 1]])]), 1);
  await library.close();
});

Deno.test("NativeLibrary: its own end is told with what it ended of", async () => {
  for (
    const [end, exit] of [[{ code: 134, signal: "SIGABRT" }, "it ended of SIGABRT"], [
      { code: 3, signal: null },
      "it left with 3",
    ]] as const
  ) {
    const { library, ending } = libraryIn((message) => message[0] === "open" ? [opened] : (ending.resolve(end), []));
    const { failure } = await assertRejects(() => library.call("one", []), SandboxError);
    assertEquals(failure, { kind: "crashed", exit });
  }
});
