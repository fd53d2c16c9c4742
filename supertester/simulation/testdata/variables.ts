import { stub } from "@std/testing/mock";

/**
 * Shows this file's code an environment with a variable of this value, until it is disposed of. The real one is the
 * process's: files that run at the same time would see it.
 */
export function variable(name: string, value: string): Disposable {
  const get = Deno.env.get;
  return stub(Deno.env, "get", (asked: string) => asked === name ? value : get.call(Deno.env, asked));
}
