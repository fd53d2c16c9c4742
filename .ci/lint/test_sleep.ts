import { isSleepless } from "./no_sleep.ts";
import { locate } from "./where.ts";

const TIMERS = new Set(["setTimeout", "setInterval"]);

/**
 * `test-sleep`: no test waits for real time. Synchronise by messages, events or the virtual clock. Where a
 * real timer is the subject, say so: `// deno-lint-ignore superlearner/test-sleep -- why`.
 *
 * Cannot see: a wait inside a helper of another file, a busy loop, or a method (`clock.setTimeout()` is how the
 * virtual clock is asked).
 */
export const testSleep: Deno.lint.Rule = {
  create(ctx) {
    const where = locate(ctx.filename);
    if (where?.kind !== "test" && where?.kind !== "suite") return {};
    // There `no-sleep` finds the same and more.
    if (isSleepless(where.package)) return {};
    const sleepers = new Set(TIMERS);
    return {
      ImportDeclaration({ source, specifiers }) {
        if (!/timers|async/.test(source.value) || source.value.startsWith(".")) return;
        for (const { local } of specifiers) sleepers.add(local.name);
      },
      CallExpression(node) {
        const { callee } = node;
        const sleeps = callee.type === "Identifier" && sleepers.has(callee.name) ||
          callee.type === "MemberExpression" && callee.object.type === "Identifier" &&
            callee.property.type === "Identifier" && (
              callee.object.name === "globalThis" && TIMERS.has(callee.property.name) ||
              callee.object.name === "Atomics" && callee.property.name.startsWith("wait")
            );
        if (!sleeps) return;
        ctx.report({
          node,
          message: `A test waits for no real time, got ${ctx.sourceCode.getText(callee)}()`,
          hint: "Wait for a message or an event, or advance a virtual clock",
        });
      },
    };
  },
};
