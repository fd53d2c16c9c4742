import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { denoHost } from "./host_access.ts";
import { followPath, grantedPath, isInside, isSpecial, type PathAccess } from "./paths.ts";

/** A directory with `data/file`, `secret/file`, and links of many kinds. */
async function tree(): Promise<AsyncDisposable & { dir: string }> {
  const dir = await Deno.realPath(await Deno.makeTempDir());
  await Deno.mkdir(join(dir, "data"));
  await Deno.mkdir(join(dir, "secret"));
  await Deno.writeTextFile(join(dir, "data", "file"), "");
  await Deno.writeTextFile(join(dir, "secret", "file"), "");
  await Deno.symlink(join(dir, "data"), join(dir, "link"));
  await Deno.symlink("../secret/file", join(dir, "data", "to_file"));
  await Deno.symlink(join(dir, "secret"), join(dir, "data", "to_dir"));
  await Deno.symlink("to_dir", join(dir, "data", "chain"));
  await Deno.symlink("../secret/new", join(dir, "data", "to_nothing"));
  await Deno.symlink("loop", join(dir, "data", "loop"));
  return { dir, [Symbol.asyncDispose]: () => Deno.remove(dir, { recursive: true }) };
}

Deno.test("isInside() does not take one name for the beginning of another", () => {
  assertEquals([isInside("/a", "/a"), isInside("/a/b", "/a"), isInside("/ab", "/a"), isInside("/a", "/a/b")], [
    true,
    true,
    false,
    false,
  ]);
  assertEquals([isInside("/", "/"), isInside("/a", "/")], [true, true]);
});

Deno.test("isSpecial() knows the system's own directories", () => {
  assertEquals(["/proc", "/proc/self/environ", "/dev/fd/3", "/sys/x", "/process"].map(isSpecial), [
    true,
    true,
    true,
    true,
    false,
  ]);
});

Deno.test("followPath() follows links, and says where what is not there would be made", async () => {
  await using place = await tree();
  const { dir } = place;
  assertEquals(followPath(join(dir, "link", "file"), denoHost), join(dir, "data", "file"));
  assertEquals(followPath(join(dir, "link", "new", "file"), denoHost), join(dir, "data", "new", "file"));
  assertEquals(followPath(join(dir, "data", "to_nothing"), denoHost), undefined);
  assertEquals(followPath(join(dir, "data", "to_nothing", "x"), denoHost), undefined);
});

Deno.test("escape 13: no link in a granted directory leads out of it", async () => {
  await using place = await tree();
  const { dir } = place;
  const granted = [{ asked: join(dir, "link"), real: join(dir, "data") }];
  const ask = (...parts: string[]) => grantedPath(join(dir, ...parts), granted, denoHost);
  assertEquals(ask("link", "file"), join(dir, "data", "file"));
  assertEquals(ask("data", "file"), join(dir, "data", "file"));
  assertEquals(ask("link", "absent"), join(dir, "data", "absent"));
  for (const name of ["to_file", "to_dir", "to_dir/file", "to_dir/absent", "chain/file", "to_nothing", "loop"]) {
    assertEquals([name, ask("link", name)], [name, undefined]);
  }
});

Deno.test("escape 14: a link that is swapped for what was a directory is seen at the next ask", async () => {
  await using place = await tree();
  const { dir } = place;
  const granted = [{ asked: join(dir, "data"), real: join(dir, "data") }];
  await Deno.mkdir(join(dir, "data", "sub"));
  const path = join(dir, "data", "sub", "file");
  assertEquals(grantedPath(path, granted, denoHost), path);
  await Deno.remove(join(dir, "data", "sub"));
  await Deno.symlink(join(dir, "secret"), join(dir, "data", "sub"));
  assertEquals(grantedPath(path, granted, denoHost), undefined);
});

Deno.test("escape 9: outside of what was granted the disk is not touched", () => {
  const touched: string[] = [];
  const host: PathAccess = { realPath: (path) => (touched.push(path), path), isLink: () => false };
  const granted = [{ asked: "/data", real: "/data" }];
  for (const path of ["/etc/passwd", "/data/../etc/passwd", "data2", "/data2", "", "/data\0", "file:///data"]) {
    assertEquals([path, grantedPath(path, granted, host)], [path, undefined]);
  }
  assertEquals(touched, []);
  assertEquals(grantedPath("data/./x/../y", granted, host), "/data/y");
});

Deno.test("escape 10: the system's own files are never granted, by no list, no `true`, no link", () => {
  const host: PathAccess = {
    realPath: (path) => path === "/data/env" ? "/proc/self/environ" : path,
    isLink: () => false,
  };
  for (const granted of ["all", [{ asked: "/", real: "/" }]] as const) {
    for (const path of ["/proc/self/environ", "/proc/self/fd/3", "/dev/fd/0", "/x/../proc/1/mem", "/data/env"]) {
      assertEquals([path, grantedPath(path, granted, host)], [path, undefined]);
    }
    assertEquals(grantedPath("/data/x", granted, host), "/data/x");
  }
});

Deno.test("grantedPath() refuses where the system refuses to follow", () => {
  const host: PathAccess = {
    realPath: () => {
      throw new Deno.errors.PermissionDenied("No");
    },
    isLink: () => false,
  };
  assertEquals(grantedPath("/data/x", "all", host), undefined);
});
