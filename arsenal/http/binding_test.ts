import { assertThrows } from "@std/assert";
import { checkBinding } from "./binding.ts";

Deno.test("case 26: checkBinding() lets loopback be, and everything that is authenticated", () => {
  checkBinding({});
  checkBinding({ hostname: "::1" });
  checkBinding({ hostname: "0.0.0.0", token: "0123456789abcdef" });
  checkBinding({ hostname: "0.0.0.0", authenticated: true });
});

Deno.test("case 26: checkBinding() refuses to be open to others, and says what to do", () => {
  for (const hostname of ["0.0.0.0", "::", "192.168.1.4", "example.org"]) {
    assertThrows(
      () => checkBinding({ hostname }),
      TypeError,
      `Cannot listen on ${hostname}: off loopback every request needs a credential, and there is no token. Give a token`,
    );
  }
});

Deno.test("checkBinding() refuses a token that is too short, an empty one above all", () => {
  const rule = "Cannot listen on 0.0.0.0: a token has at least 16 characters, got 0";
  assertThrows(() => checkBinding({ hostname: "0.0.0.0", token: "" }), TypeError, rule);
});
