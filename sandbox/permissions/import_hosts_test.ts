import { assertEquals } from "@std/assert";
import { importHostText, isGrantedImport, parseImportHost } from "./import_hosts.ts";

Deno.test("parseImportHost() reads hosts as net does, and the beginnings of URLs", () => {
  assertEquals(parseImportHost("JSR.io:443"), { host: "jsr.io", port: 443 });
  assertEquals(parseImportHost("https://a.example"), { host: "a.example", port: 443 });
  assertEquals(parseImportHost("http://[::1]:80/"), { host: "[::1]", port: 80, protocol: "http" });
  for (const text of ["https://a/b", "https://", "http://u@a/", "ftp://a", "*", "https://*.a/", ""]) {
    assertEquals([text, parseImportHost(text)], [text, undefined]);
  }
});

Deno.test("importHostText() writes what parseImportHost() reads", () => {
  for (const text of ["a.example", "a.example:8443", "http://127.0.0.1:80"]) {
    assertEquals(importHostText(parseImportHost(text)!), text);
  }
});

Deno.test("isGrantedImport() is for the host, the port and the way that were granted", () => {
  const granted = [{ host: "a", port: 443 }, { host: "b", port: 80, protocol: "http" }] as const;
  const urls = ["https://a/x", "http://a:443/x", "https://a:444/x", "http://b/x", "https://b:80/x", "ws://a:443/", "a"];
  assertEquals(urls.map((url) => isGrantedImport(url, granted)), [true, false, false, true, false, false, false]);
  const jsr = [[{ host: "jsr.io" }], [{ host: "jsr.io", port: 443 }], "all", [{
    host: "jsr.io",
    port: 80,
    protocol: "http",
  }], []] as const;
  assertEquals(jsr.map((hosts) => isGrantedImport("jsr:@a/b@1", hosts)), [true, true, true, false, false]);
  assertEquals(urls.map((url) => isGrantedImport(url, "all")), [true, false, true, false, true, false, false]);
});
