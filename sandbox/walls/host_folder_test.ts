import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import { HostFolder } from "./host_folder.ts";

async function inDirectory(body: (dir: string) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    await body(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

const namesIn = (dir: string) => [...Deno.readDirSync(dir)].map(({ name }) => name);

/** Starts a program that has a folder, and waits until it says so. */
async function startHolder(dir: string) {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", "--no-check", "--no-lock", import.meta.resolve("./testdata/folder_holder.ts"), dir],
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  const { value } = await reader.read();
  return {
    folder: new TextDecoder().decode(value).trim(),
    async kill() {
      child.kill("SIGKILL");
      await child.status;
      await reader.cancel();
    },
  };
}

Deno.test("HostFolder makes folders in one of its own, which is gone with the last", async () => {
  await inDirectory(async (dir) => {
    const folder = new HostFolder(dir);
    const [one, other] = [folder.take(), folder.take()];
    const [name, ...others] = namesIn(dir);
    assertMatch(name!, /^superlearner-sandbox-/);
    assertEquals([others, one.startsWith(`${dir}/${name}/`), namesIn(`${dir}/${name}`).length], [[], true, 3]);
    await folder.giveBack(one);
    assertEquals(namesIn(`${dir}/${name}`).length, 2);
    await folder.giveBack(other);
    assertEquals(namesIn(dir), []);
    await folder.giveBack(folder.take());
    assertEquals(namesIn(dir), []);
  });
});

Deno.test("HostFolder removes what a program left that was killed, and nothing of one that lives", async () => {
  await inDirectory(async (dir) => {
    const [dead, living] = await Promise.all([startHolder(dir), startHolder(dir)]);
    await Deno.mkdir(`${dir}/superlearner-sandbox-mine`); // without a lock it is nobody's that we know
    await Deno.mkdir(`${dir}/other`);
    assertEquals(namesIn(dir).length, 4);
    await dead.kill();
    const folder = new HostFolder(dir);
    await folder.giveBack(folder.take());
    const left = namesIn(dir);
    assertEquals([left.length, left.some((name) => living.folder.includes(name))], [3, true]);
    assertEquals(left.some((name) => dead.folder.includes(`${name}/`)), false);
    assertEquals((await Deno.stat(living.folder)).isDirectory, true);
    await living.kill();
    await folder.giveBack(folder.take());
    assertEquals(namesIn(dir).toSorted(), ["other", "superlearner-sandbox-mine"]);
  });
});

Deno.test("HostFolder has folders again once there is a place for them again", async () => {
  await inDirectory(async (dir) => {
    await Deno.mkdir(`${dir}/temporary`);
    const folder = new HostFolder(`${dir}/temporary`);
    const before = folder.take();
    await Deno.remove(`${dir}/temporary`, { recursive: true });
    for (let n = 0; n < 2; n++) assertThrows(() => folder.take(), Deno.errors.NotFound);
    await Deno.mkdir(`${dir}/temporary`);
    await folder.giveBack(before);
    const after = folder.take();
    assertEquals((await Deno.stat(after)).isDirectory, true);
    await folder.giveBack(after);
    assertEquals(namesIn(`${dir}/temporary`), []);
  });
});

Deno.test("HostFolder makes another one where somebody has removed its own", async () => {
  await inDirectory(async (dir) => {
    const folder = new HostFolder(dir);
    const before = folder.take();
    await Deno.remove(`${dir}/${namesIn(dir)[0]}`, { recursive: true });
    const after = folder.take();
    assertEquals((await Deno.stat(after)).isDirectory, true);
    await folder.giveBack(before);
    assertEquals(namesIn(dir).length, 1);
    await folder.giveBack(after);
    assertEquals(namesIn(dir), []);
  });
});
