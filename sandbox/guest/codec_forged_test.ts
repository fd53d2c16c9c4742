import { assertThrows } from "@std/assert";
import { CodecError, decode } from "./codec.ts";

/** An object that no text and no number can be made of: whoever tries gets an error that is not of ours. */
const THING = '{"toString":1,"valueOf":1}';

Deno.test("decode: what a forger puts where a text or a number belongs is refused, and never converted", () => {
  const forms = [
    `["d",${THING}]`,
    `["d","x"]`,
    `["d",["a"]]`,
    `["e",${THING},"m","s"]`,
    `["e","n",${THING},"s"]`,
    `["e","n","m"]`,
    `["o",[[${THING},1]]]`,
    `["o",[[["a"],1]]]`,
    `["o",[["a"]]]`,
    `["e","n","m","s",{"$":["?"]}]`,
    `["b",${THING}]`,
    `["b",null]`,
    `["b"]`,
    `["n",${THING}]`,
    `["i",${THING}]`,
    `["i","1e9"]`,
    `["r",${THING},"g"]`,
    `["r","(","g"]`,
    `["v","Uint8Array",${THING}]`,
    `["v","constructor","AA=="]`,
    `["v","Float64Array","AA=="]`,
    `["s",${THING}]`,
    `["m",[[1]]]`,
    `["__proto__",1]`,
    `${THING}`,
    `7`,
    `[]`,
  ];
  for (const form of forms) assertThrows(() => decode(`{"$":${form}}`), CodecError, undefined, form);
});
