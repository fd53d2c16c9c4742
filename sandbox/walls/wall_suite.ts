import { assertEquals } from "@std/assert";
import type { Wall, WallEnd } from "./wall.ts";
import type { FromWall } from "./wall_protocol.ts";

const CONFIG = { name: "guest", messageBytes: 10_000, processes: 10, handles: 100, granted: [], env: {} };
const LIMITS = { turnMs: 100, heapMb: 64, memoryMb: 128 };

/** What came out of a wall, to be waited for. */
export class Heard {
  /** How it ended. */
  readonly end: Promise<WallEnd>;
  readonly #wall: Wall;
  readonly #texts: string[] = [];
  #look: () => void = () => {};

  /** Listens. */
  constructor(wall: Wall) {
    this.#wall = wall;
    const end = Promise.withResolvers<WallEnd>();
    this.end = end.promise;
    wall.listen({ received: (message) => this.#received(message), ended: end.resolve });
  }

  /** Waits until something like this has come. */
  async until(part: string): Promise<string> {
    for (;;) {
      const at = this.#texts.findIndex((text) => text.includes(part));
      if (at >= 0) return this.#texts.splice(0, at + 1).at(-1)!;
      await new Promise<void>((resolve) => this.#look = resolve);
    }
  }

  #received(message: FromWall): void {
    if (message[0] === "out") this.#wall.post(["taken", message[1], 1]);
    this.#texts.push(JSON.stringify(message));
    this.#look();
  }
}

/** Puts a guest behind a wall. */
export function load(wall: Wall, source: string): void {
  wall.post(["create", 0, CONFIG, LIMITS, [["/main.ts", source]], "/main.ts", []]);
}

/** What every outer wall does. */
export function wallSuite(name: string, open: () => Wall): void {
  Deno.test(`${name} holds a guest, carries messages both ways, and leaves nothing`, async () => {
    const wall = open();
    load(wall, "export const twice = (n) => 2 * n;");
    const heard = new Heard(wall); // what came before is not lost
    await heard.until("loaded");
    wall.post(["in", 0, ['["run",1,"twice",[21]]']]);
    await heard.until('[\\"done\\",1,42]');
    wall.post(["ping", 7]);
    await heard.until('["pong",7]');
    assertEquals([await wall.close(), await wall.close()], [true, true]);
  });

  Deno.test(`${name} ends a turn that is too long, and tells what is used`, async () => {
    const wall = open();
    const heard = new Heard(wall);
    load(wall, "export const spin = () => { while (true); };");
    await heard.until("loaded");
    await heard.until('"sample"');
    wall.post(["in", 0, ['["run",1,"spin",[]]']]);
    await heard.until('["over",0,"turnMs",100');
    assertEquals(await wall.close(), true);
  });

  Deno.test(`${name} keeps the order of messages, short and long ones, one by one and in a row`, async () => {
    const wall = open();
    const heard = new Heard(wall);
    load(wall, "const all = []; export const add = (n) => all.push(n); export const list = () => all.join();");
    await heard.until("loaded");
    const said = (n: number) => `["run",${n},"add",[${n}${n % 3 === 0 ? " ".repeat(7000) : ""}]]`;
    for (let n = 1; n <= 60; n++) {
      wall.post(["in", 0, [said(n)]]);
      if (n % 4 === 0) await heard.until(`[\\"done\\",${n},`);
    }
    wall.post(["in", 0, ['["run",99,"list",[]]']]);
    await heard.until(`[\\"done\\",99,\\"${Array.from({ length: 60 }, (_, n) => n + 1).join()}\\"]`);
    assertEquals(await wall.close(), true);
  });

  Deno.test(`${name} is closed before it was ready`, async () => {
    assertEquals(await open().close(), true);
  });
}
