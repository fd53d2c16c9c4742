/**
 * The first module of a subprocess that holds one native library; bundled. Whatever the library prints goes nowhere: what is
 * said to the host goes by a pipe of its own, where the system has a shell to make one.
 */
import { decode } from "../guest/codec.ts";
import { childPipe } from "../walls/child_pipe.ts";
import { loadLibrary, type NativeCalls } from "./native_calls.ts";
import type { FromLibrary, ToLibrary } from "./native_protocol.ts";

const stdout = Deno.build.os === "windows" ? Deno.stdout : Deno.openSync("/dev/fd/3", { write: true });
const pipe = childPipe({ stdin: Deno.stdin, stdout });
const say = (message: FromLibrary) => pipe.send(message);
let calls: NativeCalls | undefined;

await pipe.hear((said) => {
  const message = said as ToLibrary;
  if (message[0] === "open") {
    const loaded = loadLibrary(message[1], message[2]);
    if (typeof loaded === "string") return say(["failed", loaded]);
    calls = loaded;
    return say(["opened"]);
  }
  const [, id, name, args] = message;
  calls?.call(name, decode(args) as readonly unknown[]).then(
    (text) => say(["result", id, text]),
    (error: unknown) => say(["threw", id, error instanceof Error ? error.message : String(error)]),
  );
});
Deno.exit(0); // whoever started it is gone
