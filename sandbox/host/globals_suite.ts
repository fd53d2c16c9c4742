import { assertEquals } from "@std/assert";
import type { Isolation } from "../limits/limits.ts";
import { worldOf } from "./testdata/worlds.ts";

const CODE = `
const bytes = new TextEncoder().encode("ä€");
export const used = () => [
  new URL("/a?b=ü#c", "https://bücher.example").href,
  String(new URLSearchParams([["a", "1"], ["ä", "b c"]])),
  new TextDecoder().decode(bytes),
  atob(btoa("hi")),
  structuredClone(new Map([[1, { bytes }]])).get(1)?.bytes.length,
  new DOMException("m", "AbortError").code,
  new CustomEvent("c", { detail: 7 }).detail,
];
export const heard = async () => {
  const target = new EventTarget();
  const { signal } = new AbortController();
  const controller = new AbortController();
  const heard: unknown[] = [signal.aborted];
  target.addEventListener("go", (event) => { event.preventDefault(); heard.push(event.type) }, { signal: controller.signal });
  heard.push(target.dispatchEvent(new Event("go", { cancelable: true })));
  controller.abort();
  target.dispatchEvent(new Event("go"));
  await new Promise<void>((done) => queueMicrotask(done));
  return heard;
};
export const random = () => [crypto.randomUUID(), ...crypto.getRandomValues(new Uint32Array(4))];
`;

/** What a guest finds of the platform, whatever wall is around it. */
export function globalsSuite(isolation: Isolation): void {
  const test = (name: string, fn: () => Promise<void>) => Deno.test(`globals (${isolation}): ${name}`, fn);

  test("URLs, encodings, copies, errors and events are there", async () => {
    await using world = worldOf(isolation);
    const sandbox = await world.create({ code: CODE });
    assertEquals(await sandbox.run("used"), [
      new URL("/a?b=ü#c", "https://bücher.example").href,
      String(new URLSearchParams([["a", "1"], ["ä", "b c"]])),
      "ä€",
      "hi",
      5,
      20,
      7,
    ]);
    assertEquals(await sandbox.run("heard"), [false, "go", false]);
  });

  test("random bytes can be repeated with a seed, and cannot without one", async () => {
    const drawn = async (seed?: number) => {
      await using world = worldOf(isolation);
      const sandbox = await world.create({ code: CODE, ...(seed === undefined ? {} : { seed }) });
      return JSON.stringify([await sandbox.run("random"), await sandbox.run("random")]);
    };
    const [one, same, other, any, another] = await Promise.all([drawn(5), drawn(5), drawn(6), drawn(), drawn()]);
    assertEquals(one, same);
    assertEquals(new Set([one, other, any, another]).size, 4);
  });
}
