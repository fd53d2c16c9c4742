import { assertEquals, assertThrows } from "@std/assert";
import { addressOf, readSettings, SettingsError } from "./settings.ts";

const read = (values: Record<string, string>) => readSettings((name) => values[name]);

Deno.test("readSettings - this machine and port 4000, unless told otherwise", () => {
  assertEquals(read({}), { port: 4000, hostname: "127.0.0.1", token: undefined });
  assertEquals(read({ PORT: "", HOST: "", SUPERLEARNER_TOKEN: "" }), {
    port: 4000,
    hostname: "127.0.0.1",
    token: undefined,
  });
  assertEquals(read({ PORT: "0", HOST: "::1", SUPERLEARNER_TOKEN: "t" }), { port: 0, hostname: "::1", token: "t" });
});

Deno.test("readSettings - says what a port is", () => {
  for (const port of ["abc", "-1", "65536", "4000.5", "0x10", " 4000"]) {
    assertThrows(() => read({ PORT: port }), SettingsError, `PORT is a whole number from 0 to 65535, got "${port}"`);
  }
});

Deno.test("addressOf - as people type it", () => {
  assertEquals(addressOf("127.0.0.1", 4000), "http://localhost:4000");
  assertEquals(addressOf("0.0.0.0", 80), "http://localhost:80");
  assertEquals(addressOf("fe80::1", 80), "http://[fe80::1]:80");
  assertEquals(addressOf("monitor.example", 80), "http://monitor.example:80");
});
