import { assertEquals } from "@std/assert";
import { check } from "./_check.ts";
import { exportedAny } from "./exported_any.ts";

const count = (source: string, path = "otp/a.ts") => check(exportedAny, { path, source }).length;

Deno.test("exported-any finds any in what users see", () => {
  const refused = [
    "export function f(a: any): void {}",
    "export function f(): Promise<any> {}",
    "export const f = (a: any): void => {};",
    "export const a: any = 1;",
    "export type A = { b: any };",
    "export type F = (a: any) => void;",
    "export function f(...args: any[]): void {}",
    "export interface A { b(c: any): void }",
    "export class C { m(a: any[]): void {} }",
    "export class C { a: Map<string, any> = new Map(); }",
  ];
  for (const source of refused) assertEquals(count(source), 1, source);
});

Deno.test("exported-any leaves the inside alone", () => {
  const allowed = [
    "function f(a: any): void {}",
    "export function f(): void { const a: any = 1; }",
    "export const a: number = b as any;",
    "export class C { #m(a: any): void {} private n(a: any): void {} #p: any; }",
    "export type Class<T> = new (...args: any[]) => T;",
    "export type Fn<A extends any[]> = (...args: A) => void;",
    "export type Reply<F> = F extends (...args: any[]) => infer R ? R : never;",
    "export type AnyFunction = (...args: any[]) => unknown;",
  ];
  for (const source of allowed) assertEquals(count(source), 0, source);
  assertEquals(count("export const a: any = 1;", "otp/a_test.ts"), 0);
});
