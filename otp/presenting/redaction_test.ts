import { assert, assertEquals, assertFalse } from "@std/assert";
import { Redaction } from "./redaction.ts";

Deno.test("Redaction.hides() knows names whatever their case and separators", () => {
  const redaction = new Redaction({ keys: ["iban", "x-pin"] });
  for (
    const name of ["password", "DB_PASSWORD", "api-key", "apiKey", "Authorization", "refresh_token", "IBAN", "XPIN"]
  ) {
    assert(redaction.hides(name), name);
  }
  for (const name of ["count", "name", "key", "author"]) assertFalse(redaction.hides(name), name);
});

Deno.test("Redaction.text() finds secrets by their look", () => {
  const redaction = new Redaction({ values: [/\bDE\d{20}\b/] });
  const cases = [
    ["Authorization: Bearer abc.def-ghi", "Authorization: [redacted]"],
    ["token eyJhbGciOi.eyJzdWIiOi.sig-nature!", "token [redacted]!"],
    ["postgres://ada:hunter2@db/main", "postgres://ada:[redacted]@db/main"],
    ["password=hunter2&x=1", "password=[redacted]&x=1"],
    ["from DE12345678901234567890 to", "from [redacted] to"],
    ["key AKIAABCDEFGHIJKLMNOP", "key [redacted]"],
    ["-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----", "[redacted]"],
  ] as const;
  for (const [text, clean] of cases) assertEquals(redaction.text(text), clean);
});

Deno.test("Redaction.text() leaves what is no secret", () => {
  for (const text of ["hello", "a token of thanks", "user@example.org", "http://localhost:4000/a@b"]) {
    assertEquals(new Redaction().text(text), text);
  }
});

Deno.test("Redaction without the built-in rules knows only its own", () => {
  const redaction = new Redaction({ builtIn: false, keys: ["iban"], values: [/\bx+\b/] });
  assertEquals(["password", "IBAN"].map((name) => redaction.hides(name)), [false, true]);
  assertEquals(redaction.text("Bearer abc.def-ghi xxx"), "Bearer abc.def-ghi [redacted]");
});
