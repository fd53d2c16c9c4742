import { assert, assertFalse } from "@std/assert";
import { isLocalHost, isLoopback } from "./loopback.ts";

Deno.test("case 26: isLoopback() knows this machine's addresses", () => {
  for (const address of ["127.0.0.1", "127.1.2.3", "::1", "[::1]", "::ffff:127.0.0.1", "localhost", "LOCALHOST"]) {
    assert(isLoopback(address), address);
  }
  for (
    const address of [
      "0.0.0.0",
      "::",
      "192.168.0.1",
      "127.0.0.1.evil.example",
      "localhost.evil.example",
      "",
      "10.0.0.127",
    ]
  ) {
    assertFalse(isLoopback(address), address);
  }
});

Deno.test("case 26: isLocalHost() knows names that no page elsewhere can take", () => {
  for (const host of ["localhost", "localhost:4000", "127.0.0.1:4000", "[::1]", "[::1]:80", "LocalHost:1"]) {
    assert(isLocalHost(host), host);
  }
  for (
    const host of [
      "evil.example",
      "localhost.evil.example",
      "localhost:4000.evil.example",
      "0.0.0.0",
      "127.0.0.2",
      "::1",
      "",
    ]
  ) assertFalse(isLocalHost(host), host);
});
