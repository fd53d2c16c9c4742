import { assertEquals } from "@std/assert";
import { hostOfUrl, isGrantedHost, netHostText, parseNetHost, plainHost } from "./net_hosts.ts";

Deno.test("plainHost() has one form for all ways to write a host", () => {
  const forms: [string, string | undefined][] = [
    ["example.com", "example.com"],
    ["EXAMPLE.com.", "example.com"],
    ["ex\u3002com", "ex.com"],
    ["b\u00fccher.example", "xn--bcher-kva.example"],
    ["2130706433", "127.0.0.1"],
    ["0x7f.1", "127.0.0.1"],
    ["0177.0.0.1", "127.0.0.1"],
    ["127.1", "127.0.0.1"],
    ["0", "0.0.0.0"],
    ["[::1]", "[::1]"],
    ["::1", "[::1]"],
    ["[0:0:0:0:0:0:0:1]", "[::1]"],
    ["[::ffff:127.0.0.1]", "127.0.0.1"],
    ["::ffff:7f00:1", "127.0.0.1"],
    ["[::ffff:192.168.1.255]", "192.168.1.255"],
  ];
  for (const [text, plain] of forms) assertEquals([text, plainHost(text)], [text, plain]);
});

Deno.test("plainHost() refuses what is no host, or hides another", () => {
  const wrong = [
    "",
    ".",
    "a b",
    "a@b",
    "a/b",
    "a?b",
    "a#b",
    "a\\b",
    "%31.2.3.4",
    "a\0",
    "a\n",
    "[::1",
    "1.2.3.4.5.6",
    "a:1",
  ];
  for (const text of wrong) assertEquals([text, plainHost(text)], [text, undefined]);
  assertEquals(plainHost(7 as unknown as string), undefined);
});

Deno.test("parseNetHost() reads a host with or without its port", () => {
  assertEquals(parseNetHost("Example.com"), { host: "example.com" });
  assertEquals(parseNetHost("example.com:443"), { host: "example.com", port: 443 });
  assertEquals(parseNetHost("[::1]:80"), { host: "[::1]", port: 80 });
  assertEquals(parseNetHost("2130706433:80"), { host: "127.0.0.1", port: 80 });
  for (const text of ["", ":80", "a:0", "a:65536", "a:999999", "a:x", "a:", "http://a", "*.a.com", "a:80:90", "::1"]) {
    assertEquals([text, parseNetHost(text)], [text, undefined]);
  }
});

Deno.test("netHostText() writes what parseNetHost() reads", () => {
  for (const text of ["example.com", "example.com:443", "[::1]:80", "10.0.0.7"]) {
    const parsed = parseNetHost(text);
    assertEquals(parsed && netHostText(parsed), text);
  }
});

Deno.test("escape 26: a granted host is that one, at that port, however it is written", () => {
  const granted = [{ host: "example.com", port: 443 }, { host: "127.0.0.1" }];
  const asked: [string, number, boolean][] = [
    ["example.com", 443, true],
    ["EXAMPLE.COM.", 443, true],
    ["example.com", 80, false],
    ["evil-example.com", 443, false],
    ["example.com.evil", 443, false],
    ["93.184.216.34", 443, false],
    ["127.0.0.1", 1, true],
    ["2130706433", 8_000, true],
    ["0x7f.0.0.1", 8_000, true],
    ["[::ffff:127.0.0.1]", 8_000, true],
    ["localhost", 8_000, false],
    ["0.0.0.0", 8_000, false],
    ["0", 8_000, false],
    ["[::1]", 8_000, false],
    ["[::]", 8_000, false],
    ["127.0.0.2", 8_000, false],
    ["127.0.0.1", 0, false],
    ["127.0.0.1", 1.5, false],
    ["127.0.0.1", NaN, false],
    ["127.0.0.1@evil", 80, false],
  ];
  for (const [host, port, is] of asked) {
    assertEquals([host, port, isGrantedHost(host, port, granted)], [host, port, is]);
  }
  assertEquals([isGrantedHost("any", 1, "all"), isGrantedHost("a b", 1, "all"), isGrantedHost("a", 0, "all")], [
    true,
    false,
    false,
  ]);
});

Deno.test("hostOfUrl() knows where a URL leads, and refuses other kinds", () => {
  assertEquals(hostOfUrl("https://Example.com/x"), { host: "example.com", port: 443 });
  assertEquals(hostOfUrl("ws://user:pass@h:81/"), { host: "h", port: 81 });
  for (const url of ["file:///etc/passwd", "data:,x", "blob:x", "ftp://h/", "nothing", "constructor:x"]) {
    assertEquals([url, hostOfUrl(url)], [url, undefined]);
  }
});
