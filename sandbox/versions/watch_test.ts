import { ArgumentError } from "@superlearner/otp";
import { VirtualClock } from "@superlearner/otp/simulation";
import { assertEquals, assertRejects } from "@std/assert";
import type { Tree } from "../compiling/read_tree.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import type { FolderEvent, FolderEvents } from "./folder_events.ts";
import { type SourceWatch, watch, type WatchOptions } from "./watch.ts";

/** A directory in memory that is changed step by step, and the events of it. */
class Directory {
  readonly clock = new VirtualClock();
  readonly files: Map<string, string>;
  folders = ["/w", "/w/lib"];
  failure: Error | undefined;
  /** A directory that is there when they are read, and not when it is to be watched. */
  gone = "";
  looks = 0;
  opened: (readonly string[])[] = [];
  #events: Events | undefined;

  constructor(files: Record<string, string>) {
    this.files = new Map(Object.entries(files));
  }

  watch(options: WatchOptions = {}): Promise<SourceWatch> {
    const events = (folders: readonly string[]) => {
      this.opened.push(folders);
      if (folders.includes(this.gone)) throw Object.assign(new Error("No such directory"), { name: "NotFound" });
      return this.#events = new Events();
    };
    return watch("/w", { clock: this.clock, events, read: () => this.#read(), ...options });
  }

  /** Writes a file; `undefined` deletes it. */
  write(path: string, text: string | undefined, kind = "modify"): void {
    if (text === undefined) this.files.delete(path);
    else this.files.set(path, text);
    this.tell({ kind, paths: [`/w${path}`] });
  }

  tell(event: FolderEvent): void {
    this.#events!.push(event);
  }

  fail(error: Error): void {
    this.#events!.fail(error);
  }

  async wait(ms: number): Promise<void> {
    await this.clock.advance(ms, async () => {
      for (let n = 0; n < 200; n++) await Promise.resolve();
    });
  }

  #read(): Promise<Tree> {
    this.looks++;
    if (this.failure !== undefined) return Promise.reject(this.failure);
    const files = [...this.files].map(([path, text]) => [path, new TextEncoder().encode(text)] as const);
    return Promise.resolve({ files, folders: this.folders });
  }
}

class Events implements FolderEvents {
  readonly #stream: ReadableStream<FolderEvent>;
  #failed = false;
  #controller!: ReadableStreamDefaultController<FolderEvent>;

  constructor() {
    this.#stream = new ReadableStream({ start: (controller) => void (this.#controller = controller) });
  }

  push(event: FolderEvent): void {
    this.#controller.enqueue(event);
  }

  fail(error: Error): void {
    this.#failed = true;
    this.#controller.error(error);
  }

  [Symbol.asyncIterator](): AsyncIterator<FolderEvent> {
    return this.#stream[Symbol.asyncIterator]();
  }

  [Symbol.dispose](): void {
    if (!this.#failed) this.#controller.close();
  }
}

/** The changes that were told so far, in short. */
async function follow(watching: SourceWatch): Promise<string[]> {
  const told: string[] = [];
  void (async () => {
    for await (const { added, changed, removed, failure } of watching) {
      const signs = [[added, "+"], [changed, "~"], [removed, "-"]] as const;
      told.push(
        [...signs.flatMap(([paths, sign]) => paths.map((path) => sign + path)), failure?.kind].join(" ").trim(),
      );
    }
  })();
  await Promise.resolve();
  return told;
}

Deno.test("watch() tells what is new, changed and gone, once it looked the same twice", async () => {
  const dir = new Directory({ "/a.ts": "1", "/b.ts": "1" });
  await using watching = await dir.watch();
  const told = await follow(watching);
  dir.write("/a.ts", "2");
  dir.write("/b.ts", undefined, "remove");
  dir.write("/c.ts", "1", "create");
  await dir.wait(199);
  assertEquals(told, []);
  await dir.wait(1);
  assertEquals(told, ["+/c.ts ~/a.ts -/b.ts"]);
  assertEquals([...watching.sources.keys()], ["/a.ts", "/c.ts"]);
});

Deno.test("case 18: two events 1 ms apart are one change, and so are 500 files at once", async () => {
  const dir = new Directory({});
  await using watching = await dir.watch();
  const told = await follow(watching);
  for (let n = 0; n < 500; n++) {
    dir.write(`/f${n}.ts`, "1", "create");
    await dir.wait(1);
  }
  await dir.wait(200);
  assertEquals([told.length, told[0]?.split(" ").length], [1, 500]);
});

Deno.test("case 18: a file that is saved by rename is one change, whatever was there in between", async () => {
  const dir = new Directory({ "/a.ts": "1" });
  await using watching = await dir.watch();
  const told = await follow(watching);
  dir.write("/a.ts~", "2", "create");
  dir.write("/a.ts", undefined, "rename");
  await dir.wait(50);
  dir.files.delete("/a.ts~");
  dir.write("/a.ts", "2", "rename");
  await dir.wait(400);
  assertEquals(told, ["~/a.ts"]);
});

Deno.test("case 18: a file that is emptied and then written is one change, even if that takes a while", async () => {
  const dir = new Directory({ "/a.ts": "1" });
  await using watching = await dir.watch();
  const told = await follow(watching);
  dir.write("/a.ts", "");
  await dir.wait(350);
  dir.write("/a.ts", "half");
  await dir.wait(150);
  dir.write("/a.ts", "whole");
  await dir.wait(300);
  assertEquals([told, watching.sources.get("/a.ts")], [["~/a.ts"], "whole"]);
  dir.write("/a.ts", "");
  await dir.wait(1000);
  assertEquals(told.length, 2); // it stays empty, so it is
});

Deno.test("case 18: the text decides: an event without a change, or a change that is undone, is none", async () => {
  const dir = new Directory({ "/a.ts": "1\n" });
  await using watching = await dir.watch();
  const told = await follow(watching);
  dir.write("/a.ts", "1\n");
  await dir.wait(500);
  dir.write("/a.ts", "1\r\n");
  await dir.wait(500);
  dir.write("/a.ts", "2");
  await dir.wait(120);
  dir.write("/a.ts", "1\n");
  await dir.wait(500);
  assertEquals(told, []);
});

Deno.test("case 18: an entry that is deleted is told of, and again when it is back", async () => {
  const dir = new Directory({ "/main.ts": "1" });
  await using watching = await dir.watch();
  const told = await follow(watching);
  dir.write("/main.ts", undefined, "remove");
  await dir.wait(300);
  dir.write("/main.ts", "1", "create");
  await dir.wait(300);
  assertEquals(told, ["-/main.ts", "+/main.ts"]);
});

Deno.test("watch() looks at nothing while nothing happens, nor because somebody looked", async () => {
  const dir = new Directory({ "/a.ts": "1" });
  await using _watching = await dir.watch();
  await dir.wait(1000);
  const { looks } = dir;
  dir.tell({ kind: "access", paths: ["/w/a.ts"] });
  dir.tell({ kind: "modify", paths: ["/elsewhere/a.ts", "/w2"] });
  await dir.wait(100_000);
  assertEquals([dir.looks, dir.clock.nextAlarm], [looks, undefined]);
});

Deno.test("watch() is not held up by a file that is written all the time", async () => {
  const dir = new Directory({ "/a.ts": "1" });
  await using watching = await dir.watch();
  const told = await follow(watching);
  dir.write("/a.ts", "2");
  for (let n = 0; n < 50; n++) {
    dir.tell({ kind: "modify", paths: ["/w/server.log"] });
    await dir.wait(50);
  }
  assertEquals(told, ["~/a.ts"]);
});

Deno.test("watch() tells of what cannot be read once, keeps the last good text, and goes on", async () => {
  const dir = new Directory({ "/a.ts": "1" });
  await using watching = await dir.watch();
  const told = await follow(watching);
  dir.failure = new SandboxError("read", { kind: "source_refused", path: "/x", rule: "it is a link" });
  dir.tell({ kind: "create", paths: ["/w/x"] });
  await dir.wait(300);
  dir.tell({ kind: "modify", paths: ["/w/x"] });
  await dir.wait(300);
  assertEquals([told, [...watching.sources.keys()]], [["source_refused"], ["/a.ts"]]);
  dir.failure = undefined;
  dir.write("/a.ts", "2");
  await dir.wait(300);
  assertEquals(told, ["source_refused", "~/a.ts"]);
});

Deno.test("watch() follows directories that come, go, and are replaced under their name", async () => {
  const dir = new Directory({});
  await using _watching = await dir.watch();
  assertEquals(dir.opened, [["/", "/w", "/w/lib"]]);
  dir.folders = ["/w", "/w/lib", "/w/new"];
  dir.tell({ kind: "create", paths: ["/w/new"] });
  await dir.wait(300);
  assertEquals(dir.opened.at(-1), ["/", "/w", "/w/lib", "/w/new"]);
  const { length } = dir.opened;
  dir.tell({ kind: "remove", paths: ["/w/lib"] });
  await dir.wait(300);
  assertEquals(dir.opened.length, length + 1);
});

Deno.test("watch() bears a directory that is gone before it can be watched", async () => {
  const dir = new Directory({ "/a.ts": "1" });
  await using watching = await dir.watch();
  const told = await follow(watching);
  dir.folders = ["/w", "/w/new"];
  dir.gone = "/w/new";
  dir.tell({ kind: "create", paths: ["/w/new"] });
  await dir.wait(150);
  dir.gone = "";
  dir.folders = ["/w"];
  await dir.wait(100);
  dir.write("/a.ts", "2");
  await dir.wait(300);
  assertEquals([dir.opened.slice(-3), told], [[["/", "/w", "/w/new"], ["/"], ["/", "/w"]], ["~/a.ts"]]);
});

Deno.test("watch() tells changes that nobody waited for as one, and none once it is disposed of", async () => {
  const dir = new Directory({ "/a.ts": "1" });
  const watching = await dir.watch();
  for (const text of ["2", "3"]) {
    dir.write("/a.ts", text);
    await dir.wait(300);
  }
  assertEquals((await watching.next())?.sources.get("/a.ts"), "3");
  const waiting = watching.next();
  await watching[Symbol.asyncDispose]();
  assertEquals([await waiting, await watching.next(), dir.clock.nextAlarm], [undefined, undefined, undefined]);
});

Deno.test("watch() throws what no watching can mend", async () => {
  const dir = new Directory({});
  await using watching = await dir.watch();
  dir.fail(new Error("Too many open files"));
  await assertRejects(() => watching.next(), Error, "Too many open files");
  await assertRejects(() => watch("/w", { debounceMs: 0 }), ArgumentError, "debounceMs is a number above 0");
  dir.failure = new Error("Gone");
  await assertRejects(() => dir.watch(), Error, "Gone");
});
