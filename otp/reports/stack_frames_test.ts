import { assertEquals } from "@std/assert";
import { stackFrames } from "./stack_frames.ts";

const runtime = new URL("../behaviours/gen_server_loop.ts", import.meta.url).href;
const test = new URL("../behaviours/gen_server_test.ts", import.meta.url).href;

Deno.test("stackFrames() shows the program's own frames and folds those of the runtime and the platform", () => {
  const stack = `Error: Bad
at the door
    at Object.add (file:///app/counter.ts:14:11)
    at ServerBehaviour.#handle (${runtime}:140:18)
    at async run (file:///app/main.ts:3:1)
    at Array.map (<anonymous>)
    at node:internal/timers:12:3
    at eventLoopTick (ext:core/01_core.js:179:7)
    at test (${test}:9:1)`;
  assertEquals(stackFrames(stack.replace("at the door", "by the door")), {
    shown: [
      "at Object.add (file:///app/counter.ts:14:11)",
      "at async run (file:///app/main.ts:3:1)",
      `at test (${test}:9:1)`,
    ],
    folded: 4,
    own: true,
  });
});

Deno.test("stackFrames() shows the first frames where none is the program's, and ten of many", () => {
  const own = Array.from({ length: 15 }, (_, line) => `    at f (file:///app/a.ts:${line + 1}:1)`);
  const other = own.map((frame) => frame.replace("file:///app/a.ts", runtime));
  assertEquals(stackFrames(other.join("\n")), {
    shown: other.slice(0, 5).map((frame) => frame.trim()),
    folded: 10,
    own: false,
  });
  const { shown, folded } = stackFrames(own.join("\n"));
  assertEquals([shown.length, folded, stackFrames(own.join("\n"), { most: 2 }).shown.length], [10, 5, 2]);
  assertEquals(stackFrames("Error: none"), { shown: [], folded: 0, own: false });
});

Deno.test("stackFrames() reads the stacks of Firefox and Safari", () => {
  const stack = `add@https://app.example/counter.js:14:11\n@https://app.example/main.js:1:1\nhandle@${runtime}:1:1`;
  assertEquals(stackFrames(stack), {
    shown: ["at add@https://app.example/counter.js:14:11", "at @https://app.example/main.js:1:1"],
    folded: 1,
    own: true,
  });
});
