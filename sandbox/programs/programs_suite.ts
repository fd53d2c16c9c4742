import { assertEquals, assertRejects } from "@std/assert";
import { SandboxError } from "../limits/sandbox_error.ts";
import type { Confinement } from "./confinement.ts";
import { newMark, runningWith, shells } from "./testdata/programs.ts";

/** What programs do however they are held. */
export function programsSuite(confinement: Confinement): void {
  const test = (name: string, fn: () => Promise<void>) => Deno.test(`Programs (${confinement.kind}): ${name}`, fn);

  test("one is run with its arguments as they are, and its end and what it prints are told", async () => {
    await using guest = shells({ confinement });
    const { programs } = guest;
    const ended = await programs.output("sh", {
      args: ["-c", 'printf "%s|" "$@"; echo wrong >&2; exit 3', "sh", "a b", "$(id)", "; id", ""],
      stdout: "piped",
      stderr: "piped",
    });
    const { stdout, stderr, ...status } = ended;
    assertEquals(status, { success: false, code: 3, signal: null });
    assertEquals([new TextDecoder().decode(stdout), new TextDecoder().decode(stderr)], [
      "a b|$(id)|; id||",
      "wrong\n",
    ]);
    assertEquals(guest.noted.length, 1);
  });

  test("it has no variables but those that were granted, and works in a folder of its own that goes with it", async () => {
    let home = "";
    {
      await using guest = shells({ confinement, asks: { env: ["LANG"] }, env: { LANG: "C.UTF-8" } });
      const told = async (options: object = {}) =>
        (await guest.say("env", options)).split("\n").filter((line) =>
          line !== "" && !/^(PWD|SHLVL|_|OLDPWD|SUPERLEARNER_PROGRAM)=/.test(line)
        );
      assertEquals(await told(), ["LANG=C.UTF-8"]);
      assertEquals(await told({ clearEnv: true }), []);
      assertEquals(await told({ env: { LANG: "de" } }), ["LANG=de"]);
      for (const env of [{ PATH: "/tmp" }, { LD_PRELOAD: "/tmp/x.so" }]) {
        await assertRejects(() => guest.say("env", { env }), SandboxError, "was not granted for");
      }
      home = (await guest.say("pwd; touch here")).trim();
      assertEquals(Deno.statSync(`${home}/here`).isFile, true);
    }
    await assertRejects(() => Deno.stat(home), Deno.errors.NotFound);
  });

  test("what it has started ends with it, whatever session that is in", async () => {
    const mark = newMark();
    await using guest = shells({ confinement });
    await guest.say(
      `sleep ${mark} & setsid sleep ${mark} & (setsid sh -c 'sleep ${mark} & sleep ${mark}' &) ; exit 0`,
      {
        stdout: "null",
        stderr: "null",
      },
    );
    assertEquals(runningWith(mark), []);
  });

  test("what still runs when all is closed is ended, with all that it has started", async () => {
    const mark = newMark();
    const guest = shells({ confinement });
    const { programs } = guest;
    const id = await programs.spawn("sh", {
      args: ["-c", `setsid sleep ${mark} & (setsid sh -c 'sleep ${mark}' &) ; trap '' TERM; echo up; sleep ${mark}`],
      stdout: "piped",
    });
    await programs.read(id, "stdout");
    assertEquals(runningWith(mark).length > 0, true);
    const status = programs.status(id);
    await programs.close();
    assertEquals([(await status)?.success, runningWith(mark)], [false, []]);
    await assertRejects(() => guest.say("true"), SandboxError, "it was stopped");
  });

  test("a signal reaches one that has just been started, and the end tells of it", async () => {
    await using guest = shells({ confinement });
    const { programs } = guest;
    for (const [signal, code] of [["SIGTERM", 143], ["SIGKILL", 137], ["SIGHUP", 129]] as const) {
      const id = await programs.spawn("sh", { args: ["-c", `exec sleep ${newMark()}`] });
      programs.kill(id, signal);
      assertEquals(await programs.status(id), { success: false, code, signal });
    }
  });

  test("input goes in, output comes in pieces, and a signal ends it", async () => {
    await using guest = shells({ confinement });
    const { programs } = guest;
    const options = { args: ["-c", "read line; echo $line; cat; sleep 45"], stdin: "piped", stdout: "piped" };
    const id = await programs.spawn("sh", options);
    await programs.write(id, new TextEncoder().encode("first\n"));
    assertEquals(new TextDecoder().decode(await programs.read(id, "stdout")), "first\n");
    await programs.write(id, new TextEncoder().encode("second"));
    await programs.closeInput(id);
    assertEquals(new TextDecoder().decode(await programs.read(id, "stdout")), "second");
    programs.kill(id, "SIGTERM");
    assertEquals(await programs.status(id), { success: false, code: 143, signal: "SIGTERM" });
    assertEquals(await programs.read(id, "stdout"), undefined);
  });

  for (
    const [limit, limits, script] of [
      ["wallMs", { wallMs: 200, turnMs: 100 }, "sleep MARK"],
      // A tree of 127 processes that ends by itself: one without an end that gets out takes the whole machine along.
      ["programs", { programs: 12 }, "f() { [ $1 -gt 0 ] && { f $(($1-1)) & f $(($1-1)) & }; sleep MARK; }; f 6"],
      ["programs", { programs: 4 }, "for n in 1 2 3 4 5 6; do sleep MARK & done; wait"],
      [
        "memoryMb",
        { memoryMb: 32, heapMb: 16 },
        "x=1234567890; while [ ${#x} -lt 200000000 ]; do x=$x$x; done; sleep MARK",
      ],
      ["messageBytes", { messageBytes: 10_000 }, "while true; do echo 1234567890; done; sleep MARK"],
    ] as const
  ) {
    test(`${limit} ends it, and nothing is left: ${script}`, async () => {
      const mark = newMark();
      await using guest = shells({ confinement, limits });
      const { failure } = await assertRejects(() => guest.say(script.replaceAll("MARK", mark)), SandboxError);
      assertEquals([failure.kind, failure.kind === "limit_exceeded" && failure.limit], ["limit_exceeded", limit]);
      await guest.programs.close();
      assertEquals(runningWith(mark), []);
      assertEquals(guest.noted.at(-1)?.startsWith("failed "), true);
    });
  }
}
