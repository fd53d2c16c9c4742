import { locate } from "./where.ts";

/** The packages that promise it, tests and fixtures included. */
const SLEEPLESS: ReadonlySet<string> = new Set(["supertester"]);

/**
 * The files that may ignore the rule, each where a comment says why: they touch the outside world, whose time is real.
 * A test holds the comments to this list.
 */
export const SLEEP_EDGES: readonly string[] = [
  "supertester/isolation/contamination_test.ts",
  "supertester/isolation/host_parts_test.ts",
  "supertester/simulation/_self_check_test.ts",
];

/** Whether a package neither sleeps nor polls. */
export function isSleepless(folder: string): boolean {
  return SLEEPLESS.has(folder);
}

const TIMERS = new Set(["setTimeout", "setInterval", "setImmediate"]);
const GLOBALS = new Set(["globalThis", "window", "self"]);
const SLEEPERS = /^(?:delay|sleep|pause|wait|waitFor)$/;
const WAITING_MODULES =
  /^node:timers|^(?:jsr:)?@std\/async|^(?:npm:)?(?:delay|p-(?:retry|wait-for|timeout)|wait-for-expect)\b/;
const REAL_CLOCK = /\b(?:performance|Date|Temporal\.Now)\.(?:now|instant)\b|\bnew Date\(\)/;
const LOOPS = new Set(["WhileStatement", "DoWhileStatement", "ForStatement"]);

/**
 * `no-sleep`: the package waits for what happens, not for time to pass, and looks at nothing again and again: no native
 * timer, no `Atomics.wait`, no module that waits; no loop that awaits a sleep or nothing at all, and none that goes on
 * until a clock says so.
 *
 * Cannot see: a wait in a package of others that has another name, a function of ours that is recursive, and a process
 * that sleeps in its System's time (`self.sleep()`) outside of a loop, which costs no real time in a test.
 */
export const noSleep: Deno.lint.Rule = {
  create(ctx) {
    const where = locate(ctx.filename);
    if (!where || !isSleepless(where.package)) return {};
    const text = (node: Deno.lint.Node) => ctx.sourceCode.getText(node);
    const report = (node: Deno.lint.Node, message: string) =>
      ctx.report({ node, message, hint: "Wait for a message or an event, or advance a virtual clock" });
    const asked = (node: Deno.lint.WhileStatement | Deno.lint.DoWhileStatement | Deno.lint.ForStatement) => {
      if (node.test && REAL_CLOCK.test(text(node.test))) report(node.test, `${POLL}, got ${text(node.test)}`);
    };
    return {
      ImportDeclaration(node) {
        if (WAITING_MODULES.test(node.source.value)) {
          report(node, `${SLEEP}, got a module that does: ${node.source.value}`);
        }
      },
      ImportExpression(node) {
        const { source } = node;
        if (source.type === "Literal" && WAITING_MODULES.test(String(source.value))) {
          report(node, `${SLEEP}, got a module that does: ${source.value}`);
        }
      },
      Identifier(node) {
        if (TIMERS.has(node.name) && isGlobal(node)) report(node, `${SLEEP}, got ${node.name}`);
      },
      CallExpression(node) {
        const { callee } = node;
        if (callee.type !== "MemberExpression" || callee.object.type !== "Identifier") return;
        const waits = callee.object.name === "Atomics" && /^Atomics\.wait/.test(text(callee));
        if (waits || text(callee) === "scheduler.wait") report(node, `${SLEEP}, got ${text(callee)}()`);
      },
      AwaitExpression({ argument, parent }) {
        if (argument.type === "CallExpression" && SLEEPERS.test(nameOf(argument.callee))) {
          const bare = argument.callee.type === "Identifier";
          if (bare || isInLoop(parent)) report(argument, `${SLEEP}, got ${text(argument.callee)}()`);
        } else if (isNothing(argument) && isInLoop(parent)) {
          report(argument, `${POLL}, got a loop that awaits ${text(argument)}`);
        }
      },
      // What a loop compares inside is how it ends, as what it tests at its head.
      BinaryExpression(node) {
        if (!/^[<>]=?$/.test(node.operator) || !REAL_CLOCK.test(text(node))) return;
        const { loop, head } = loopOf(node);
        if (loop && !head) report(node, `${POLL}, got ${text(node)}`);
      },
      WhileStatement: asked,
      DoWhileStatement: asked,
      ForStatement: asked,
    };
  },
};

const SLEEP = "Nothing here waits for time to pass";
const POLL = "Nothing here is looked at again and again";

type Parent = Deno.lint.Node | undefined;

/** Whether a name means the global: not a property of something else, a key, or what an import calls it. */
function isGlobal(node: Deno.lint.Identifier): boolean {
  const parent = node.parent as Parent;
  if (parent?.type === "MemberExpression" && parent.property === node && !parent.computed) {
    return parent.object.type === "Identifier" && GLOBALS.has(parent.object.name);
  }
  if (parent?.type === "Property" && parent.key === node && parent.value !== node) return false;
  return !/^(?:ImportSpecifier|ExportSpecifier|MethodDefinition|PropertyDefinition|TS\w+)$/.test(parent?.type ?? "");
}

/** The last name of what is called. */
function nameOf(callee: Deno.lint.Node): string {
  if (callee.type === "Identifier") return callee.name;
  return callee.type === "MemberExpression" && callee.property.type === "Identifier" ? callee.property.name : "";
}

/** A value, or a promise of one, that is there already. */
function isNothing(node: Deno.lint.Node): boolean {
  if (node.type === "Literal") return true;
  if (node.type === "Identifier") return node.name === "undefined";
  if (node.type === "UnaryExpression") return node.operator === "void";
  return node.type === "CallExpression" && node.callee.type === "MemberExpression" &&
    node.callee.object.type === "Identifier" && node.callee.object.name === "Promise" &&
    nameOf(node.callee) === "resolve";
}

function isInLoop(node: Parent): boolean {
  return loopOf(node).loop;
}

/** Whether a node stands in a loop of its own function that is not over a list, and if so, in the test at its head. */
function loopOf(node: Parent): { loop: boolean; head: boolean } {
  let child = node;
  for (let at = parentOf(child); at; at = parentOf(at)) {
    if (/Function/.test(child?.type ?? "")) break;
    if (LOOPS.has(at.type)) return { loop: true, head: (at as Deno.lint.WhileStatement).test === child };
    child = at;
  }
  return { loop: false, head: false };
}

function parentOf(node: Parent): Parent {
  return node && "parent" in node ? node.parent as Parent : undefined;
}
