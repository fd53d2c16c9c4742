import { assertEquals, assertRejects } from "@std/assert";
import { SandboxError } from "../limits/sandbox_error.ts";
import { readTree } from "./read_tree.ts";
import { SourceBudget } from "./sources.ts";

/** A directory beside another one that is not its business. */
class Place implements AsyncDisposable {
  readonly base = Deno.realPathSync(Deno.makeTempDirSync());
  readonly root = `${this.base}/in`;
  readonly outside = `${this.base}/out`;

  constructor() {
    for (const dir of [this.root, this.outside]) Deno.mkdirSync(dir);
    Deno.writeTextFileSync(`${this.outside}/secret.ts`, "secret");
  }

  write(name: string, text: string): void {
    Deno.mkdirSync(`${this.root}/${name}`.replace(/\/[^/]*$/, ""), { recursive: true });
    Deno.writeTextFileSync(`${this.root}/${name}`, text);
  }

  async refusal(budget: SourceBudget = new SourceBudget({})): Promise<unknown> {
    return (await assertRejects(() => readTree({ dir: this.root }, budget), SandboxError)).failure;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.base, { recursive: true });
  }
}

/** Does something when the first file has been read: between what a directory says and what is opened. */
class Interrupted extends SourceBudget {
  #done = false;

  constructor(readonly attack: () => void) {
    super({});
  }

  override take(bytes: number): void {
    super.take(bytes);
    if (!this.#done) this.attack();
    this.#done = true;
  }
}

const refused = (path: string, rule: string) => ({ kind: "source_refused", path, rule } as const);

Deno.test("readTree() reads the modules of a directory and nothing else", async () => {
  await using place = new Place();
  for (const name of ["main.ts", "lib/a.js", "data.json", "README.md", ".git/x.ts", "node_modules/x/y.ts"]) {
    place.write(name, name);
  }
  const { files, folders } = await readTree({ dir: new URL(`file://${place.root}/`) }, new SourceBudget({}));
  assertEquals(folders, [place.root, `${place.root}/lib`]);
  assertEquals(files.map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]), [
    ["/data.json", "data.json"],
    ["/lib/a.js", "lib/a.js"],
    ["/main.ts", "main.ts"],
  ]);
});

Deno.test("readTree() refuses links to files, to directories, and chains of them (escape 13)", async () => {
  await using place = new Place();
  const attempt = async (target: string, name: string) => {
    Deno.symlinkSync(target, `${place.root}/${name}`);
    assertEquals(await place.refusal(), refused(`/${name}`, "it is a link"));
    Deno.removeSync(`${place.root}/${name}`);
  };
  await attempt(`${place.outside}/secret.ts`, "a.ts");
  await attempt(place.outside, "lib");
  await attempt("/etc/passwd", "notes.txt");
  await attempt("nowhere", "dangling.ts");
  Deno.symlinkSync(`${place.outside}/secret.ts`, `${place.outside}/again.ts`);
  await attempt("../out/again.ts", "chain.ts");
  await attempt("loop.ts", "loop.ts");
});

Deno.test("readTree() is not fooled by a link that is put in a file's place (escape 14)", async () => {
  await using place = new Place();
  for (const name of ["a.ts", "b.ts"]) place.write(name, "1");
  const swap = () => {
    Deno.removeSync(`${place.root}/b.ts`);
    Deno.symlinkSync(`${place.outside}/secret.ts`, `${place.root}/b.ts`);
  };
  assertEquals(await place.refusal(new Interrupted(swap)), refused("/b.ts", "it is a link"));
});

Deno.test("readTree() is not fooled by a link that is put in a directory's place (escape 14)", async () => {
  await using place = new Place();
  for (const name of ["a.ts", "lib/secret.ts"]) place.write(name, "1");
  const swap = () => {
    Deno.removeSync(`${place.root}/lib`, { recursive: true });
    Deno.symlinkSync(place.outside, `${place.root}/lib`);
  };
  const rule = "it was changed for another while it was read";
  assertEquals(await place.refusal(new Interrupted(swap)), refused("/lib/secret.ts", rule));
});

Deno.test({
  name: "readTree() refuses a pipe, and does not wait for its other end",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using place = new Place();
    await new Deno.Command("mkfifo", { args: [`${place.root}/a.ts`] }).output();
    assertEquals(await place.refusal(), refused("/a.ts", "it is neither a file nor a directory"));
  },
});

Deno.test("readTree() stops at the limit, and does not read what is larger", async () => {
  await using place = new Place();
  place.write("a.ts", "x".repeat(1000));
  assertEquals(await place.refusal(new SourceBudget({ maxBytes: 10 })), {
    kind: "limit_exceeded",
    limit: "maxBytes",
    value: 10,
    used: 1000,
    at: 0,
  });
});

Deno.test("readTree() says what the host lacks", async () => {
  await using place = new Place();
  const gone = await assertRejects(() => readTree({ dir: `${place.base}/none` }, new SourceBudget({})), SandboxError);
  assertEquals(gone.failure, { kind: "not_found", what: `directory ${place.base}/none` });
  place.write("a.ts", "1");
  const file = await assertRejects(() => readTree({ dir: `${place.root}/a.ts` }, new SourceBudget({})), SandboxError);
  assertEquals(file.failure, refused(`${place.root}/a.ts`, "it is a directory"));
});

Deno.test({
  name: "readTree() needs the right to read",
  permissions: { read: false },
  fn: async () => {
    const error = await assertRejects(() => readTree({ dir: "/somewhere" }, new SourceBudget({})), SandboxError);
    assertEquals(error.failure, { kind: "permission_denied", permission: "read", target: "/somewhere" });
  },
});

Deno.test("readTree() takes those files that are included and not excluded, and looks at no others", async () => {
  await using place = new Place();
  for (const name of ["main.ts", "main_test.ts", "lib/a.ts", "old/a.ts"]) place.write(name, "1");
  Deno.symlinkSync(place.outside, `${place.root}/old/link`);
  const filter = { include: ["/*.ts", "/old/**"], exclude: ["/**/*_test.ts", "/old"] };
  const { files } = await readTree({ dir: place.root, ...filter }, new SourceBudget({}));
  assertEquals(files.map(([path]) => path), ["/main.ts"]);
});
