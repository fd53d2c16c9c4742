import { assertEquals } from "@std/assert";
import { checkJson } from "./_check_json.ts";

const place = (text: string) => {
  const { line, column, code } = checkJson(text)!;
  return [line, column, code];
};

Deno.test("checkJson() finds nothing wrong with JSON", () => {
  for (const text of ["1", '{"a": [1, "\u2028"]}', " null\n"]) assertEquals(checkJson(text), undefined);
});

Deno.test("checkJson() tells where it is wrong, whether the parser says so or not", () => {
  assertEquals(place('{"a": 1,\n b}'), [2, 2, "JSON"]);
  assertEquals(place("[1,\n  x]"), [2, 3, "JSON"]);
  assertEquals(place("[tru, 1]"), [1, 5, "JSON"]);
  assertEquals(place(`[${"1,".repeat(100)}\n\n,]`), [3, 1, "JSON"]);
  assertEquals(place('["a\\u12", x]'), [1, 8, "JSON"]);
  assertEquals(place("\n// a"), [2, 1, "JSON"]);
});

Deno.test("checkJson() leads to the end of what ends too soon", () => {
  assertEquals(["", "[1,\n", '"a', "[-"].map(place), [[1, 1, "JSON"], [2, 1, "JSON"], [1, 3, "JSON"], [1, 3, "JSON"]]);
});
