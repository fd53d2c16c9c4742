import { runCli } from "../run_cli.ts";
import { type HeardTerminal, heardTerminal } from "./terminal.ts";

/** A project of a user, in a folder of its own. */
export class Project implements AsyncDisposable {
  /** Where it is. */
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** Makes the folder and writes the files. This package is reached by its name, as users do. */
  static async create(files: Readonly<Record<string, string>>): Promise<Project> {
    const project = new Project(await Deno.realPath(await Deno.makeTempDir()));
    const imports: Record<string, string> = {
      "@superlearner/supertester": import.meta.resolve("../../mod.ts"),
      "@std/assert": import.meta.resolve("../../../.ci/std/assert/mod.ts"),
    };
    const otp = new URL("../../../otp/deno.json", import.meta.url);
    const { exports }: { exports: Record<string, string> } = JSON.parse(await Deno.readTextFile(otp));
    for (const [subpath, file] of Object.entries(exports)) {
      imports[`@superlearner/otp${subpath.slice(1)}`] = new URL(file, otp).href;
    }
    await project.write({ "deno.json": JSON.stringify({ imports }), ...files });
    return project;
  }

  /** Writes files. */
  async write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) await Deno.writeTextFile(`${this.path}/${name}`, text);
  }

  /** Reads a file. */
  async read(name: string): Promise<string> {
    return await Deno.readTextFile(`${this.path}/${name}`);
  }

  /** Runs the command in the folder. Tests are not type-checked, which would take longer than all the rest. */
  async run(
    args: readonly string[],
    vars: Readonly<Record<string, string>> = {},
  ): Promise<HeardTerminal & { code: number }> {
    const unchecked = args[0] !== "test"
      ? args
      : args.includes("--")
      ? [...args, "--no-check"]
      : [...args, "--", "--no-check"];
    return await this.runChecked(unchecked, vars);
  }

  /** Runs the command in the folder, with types. */
  async runChecked(
    args: readonly string[],
    vars: Readonly<Record<string, string>> = {},
  ): Promise<HeardTerminal & { code: number }> {
    const terminal = heardTerminal({ cwd: this.path, vars });
    return { ...terminal, code: await runCli(args, terminal) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.path, { recursive: true });
  }
}

/** Tests that pass. */
export const PASSING = `Deno.test("adds", () => {});
Deno.test("steps", async (t) => void await t.step("one", () => {}));
`;

/** A test that fails. */
export const FAILING = `Deno.test("breaks", () => {
  throw new Error("it broke: 50 %");
});
`;

/** A test that fails every second time it is run. */
export const FLAKY = `Deno.test("wavers", () => {
  const path = new URL("./count.txt", import.meta.url);
  let count = 0;
  try {
    count = Number(Deno.readTextFileSync(path));
  } catch { /* the first time */ }
  Deno.writeTextFileSync(path, String(count + 1));
  if (count % 2 === 1) throw new Error("wavered");
});
`;

/** A test that publishes a result, which may not have passed. */
export function publishing(result: object): string {
  return `import { publishResult } from "@superlearner/supertester";
Deno.test("publishes", () => publishResult(${JSON.stringify({ test: "publishes", name: "one", at: 1, ...result })}));
`;
}
