import { assertEquals } from "@std/assert";
import { envFlags, envOf, fileName } from "./_host.ts";

Deno.test("envOf: a variable where it may be read", () => {
  Deno.env.set("SUPERTESTER_HOST_TEST", "yes");
  try {
    assertEquals(envOf("SUPERTESTER_HOST_TEST"), "yes");
  } finally {
    Deno.env.delete("SUPERTESTER_HOST_TEST");
  }
  assertEquals(envOf("SUPERTESTER_HOST_TEST"), undefined);
});

Deno.test({
  name: "envOf, envFlags, fileName: nobody is asked where nothing may be read",
  permissions: { env: false, read: false },
  fn() {
    assertEquals(envOf("HOME"), undefined);
    assertEquals(envFlags("X"), "--allow-env=X");
    assertEquals(fileName("file:///elsewhere/a%20b.ts"), "/elsewhere/a b.ts");
  },
});

Deno.test("fileName: from the working directory on", () => {
  assertEquals(fileName(`file://${Deno.cwd()}/a/b_test.ts`), "a/b_test.ts");
  assertEquals(fileName("file:///C:/x/y.ts"), "C:/x/y.ts");
  assertEquals(fileName("https://a.org/x.ts"), "https://a.org/x.ts");
});

Deno.test("envFlags: all, where the environment is open", () => {
  assertEquals(envFlags("X"), "-A");
});
