import { assertEquals } from "@std/assert";
import { maskStacks, moduleName, outermostModule, writeStack } from "./guest_stack.ts";

const frame = (file: string | null, name: string | null) => ({
  getFileName: () => file,
  getFunctionName: () => name,
  getLineNumber: () => 3,
  getColumnNumber: () => 9,
});

Deno.test("writeStack() shows the guest's own modules, and nothing else", () => {
  const frames = [
    frame(moduleName({ path: "/a.ts", version: 0 }), "run"),
    frame("file:///home/x.ts", "secret"),
    frame(null, null),
    frame("ext:core/x.js", "y"),
  ];
  frames.push(frame(moduleName({ path: "/b.ts", version: 12 }), null));
  assertEquals(
    writeStack(new TypeError("no"), frames),
    "TypeError: no\n    at run (sandbox:/a.ts:3:9)\n    at sandbox:/b.ts:3:9",
  );
});

Deno.test("writeStack() survives an error that lets nobody look into it", () => {
  assertEquals(
    writeStack(
      new Proxy({}, {
        get: () => {
          throw 1;
        },
      }),
      [],
    ),
    "Error",
  );
  assertEquals(writeStack({ name: "A", message: "" }, []), "A");
});

Deno.test("maskStacks() cannot be undone", () => {
  const own = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");
  const masked = class extends Error {};
  Object.setPrototypeOf(masked, null);
  // On the real one it would stay for all tests: so what it defines is looked at on the way.
  const defined: PropertyDescriptor[] = [];
  const { defineProperty } = Object;
  try {
    Object.defineProperty = ((_on: object, _key: string, how: PropertyDescriptor) => defined.push(how)) as never;
    maskStacks();
  } finally {
    Object.defineProperty = defineProperty;
  }
  assertEquals(defined, [{ value: writeStack, writable: false, configurable: false, enumerable: false }]);
  assertEquals(Object.getOwnPropertyDescriptor(Error, "prepareStackTrace"), own);
});

Deno.test("outermostModule() is the last module of the stack, with its version", () => {
  const own = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");
  const within = (...names: string[]) => {
    Error.prepareStackTrace = (error) => writeStack(error, names.map((name) => frame(name, "f")));
    try {
      return outermostModule();
    } finally {
      Object.defineProperty(
        Error,
        "prepareStackTrace",
        own ?? { value: undefined, writable: true, configurable: true },
      );
    }
  };
  const [one, two] = [{ path: "/a b.js", version: 0 }, { path: "https://x.y/z.ts", version: 12 }];
  assertEquals(within(moduleName(one), moduleName(two), "ext:core"), two);
  assertEquals(within(moduleName(two), moduleName(one)), one);
  assertEquals([within("ext:core"), within()], [undefined, undefined]);
});
