import { assertEquals } from "@std/assert";
import { check } from "./_check.ts";
import { parameters } from "./parameters.ts";

const run = (source: string, path = "otp/a.ts") => check(parameters, { path, source });
const tooMany = (name: string, got: number) => [`${name} takes at most two positional parameters, got ${got}`];

Deno.test("parameters allows two, and a third that names itself", () => {
  const allowed = [
    "export function f(a: string, b: number): void {}",
    "export function f(a: string, b: number, options: Options): void {}",
    "export function f(a: string, b: number, { c }: { c: number }): void {}",
    "export function f(a: string, b: number, options: Options = {}): void {}",
    "export function f(a: string, b: number, run: () => void): void {}",
    "export function f(a: string, b: number, ...rest: string[]): void {}",
    "export function f(this: Foo, a: string, b: number): void {}",
    "export const f = (a: string, b: number): void => {};",
    "export class C { m(a: string, b: string): void {} constructor(a: string, b: number) {} }",
  ];
  for (const source of allowed) assertEquals(run(source), [], source);
});

Deno.test("parameters refuses a third primitive and any fourth", () => {
  assertEquals(run("export function f(a: string, b: number, c: boolean): void {}"), tooMany("f()", 3));
  assertEquals(run("export function f(a: string, b: number, c = 5): void {}"), tooMany("f()", 3));
  assertEquals(run("export function f(a: A, b: B, c?: string | number): void {}"), tooMany("f()", 3));
  assertEquals(run("export function f(a: A, b: B, c: C, d: D): void {}"), tooMany("f()", 4));
  assertEquals(run("export const f = (a: A, b: B, c: 'x' | 'y'): void => {};"), tooMany("f()", 3));
  assertEquals(
    run("export default function (a: A, b: B, c: bigint): void {}"),
    tooMany("The default export", 3).map(
      (message) => message.replace("export", "export()"),
    ),
  );
  assertEquals(run("export class C { m(a: A, b: B, c: string): void {} }"), tooMany("C.m()", 3));
  assertEquals(
    run("export class C { constructor(readonly a: A, b: B, private c: string) {} }"),
    tooMany("C.constructor()", 3),
  );
});

Deno.test("parameters leaves alone what no caller sees, and shapes chosen elsewhere", () => {
  const three = "(a: string, b: string, c: string): void {}";
  assertEquals(run(`function f${three}`), []);
  assertEquals(run(`export class C { #m${three} private n${three} protected o${three} override p${three} }`), []);
  assertEquals(run(`export function f${three}`, "otp/_a.ts"), []);
  assertEquals(run(`export function f${three}`, "otp/a_test.ts"), []);
  assertEquals(run(`export function f${three}`, ".ci/std/a.ts"), []);
});
