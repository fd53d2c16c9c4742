import { assert, assertEquals, assertMatch } from "@std/assert";
import { runDeno } from "./run_deno.ts";
import { heardTerminal } from "./testdata/terminal.ts";

const program = (code: string) => ["eval", "--quiet", code];
const COLOURED =
  `console.log("\\x1b[31mred\\x1b[39m", Deno.env.get("X"), Deno.env.get("NO_COLOR")); console.error("no"); Deno.exit(3)`;

Deno.test("runDeno: the code, what was printed without colours, shown as it was", async () => {
  const terminal = heardTerminal();
  const { code, output } = await runDeno(
    { args: program(COLOURED), cwd: Deno.cwd(), env: { X: "y" }, show: true },
    terminal,
  );
  assertEquals(code, 3);
  assertMatch(output, /^red y 1$/m);
  assertMatch(output, /^no$/m);
  assert(terminal.text().includes("\x1b[31mred"));
});

Deno.test("runDeno: what is not shown is kept", async () => {
  const terminal = heardTerminal({ styled: true });
  const { printed, output } = await runDeno({
    args: program(`console.log(Deno.env.get("FORCE_COLOR"))`),
    cwd: Deno.cwd(),
    env: {},
    show: false,
  }, terminal);
  assertEquals([terminal.text(), output, printed.length], ["", "1\n", 1]);
});

Deno.test("runDeno: what is ended from outside has not passed, and what it printed is kept", async () => {
  const end = new AbortController();
  const terminal = heardTerminal({ write: () => end.abort() });
  const forever = `console.log("begun"); setInterval(() => {}, 1000)`;
  const { code, output } = await runDeno(
    { args: program(forever), cwd: Deno.cwd(), env: {}, show: true, signal: end.signal },
    terminal,
  );
  assert(code !== 0);
  assertEquals(output, "begun\n");
});
