import type { Attempt } from "./attempt.ts";
import type { Held, Prisoner } from "./cage.ts";
import type { HostCanaries } from "./host_canaries.ts";

/** What the host does with a guest, by the attempt's `act`. */
export interface Act {
  /** What is held in place of the attempt's files. */
  prisoner?(prisoner: Prisoner, places: Readonly<Record<string, string>>): Promise<Prisoner>;
  /** Asks the guest; the answers of its probes, as one text. */
  ask(
    held: Held,
    attempt: Attempt,
    scene: { readonly prisoner: Prisoner; readonly canaries: HostCanaries },
  ): Promise<unknown>;
}

const call: Act = { ask: (held) => held.run("attempt") };

const HOSTILE = [
  "getter",
  "proxy",
  "toJson",
  "thenable",
  "proto",
  "func",
  "symbol",
  "cycle",
  "tagged",
  "date",
  "error",
  "dateOfNothing",
  "sourceOfNothing",
  "keysOfNothing",
  "setOfNothing",
  "bytesOfNothing",
  "errorOfNothing",
  "throwsProxy",
  "throwsNull",
  "throwsThenable",
  "throwsLong",
];

const ACTS: Readonly<Record<string, Act>> = {
  "create from a folder with links": {
    prisoner: async (prisoner, { TREE }) => {
      await Deno.symlink(`${TREE}/../secret.mjs`, `${TREE}/link.ts`).catch(() => {});
      return { ...prisoner, source: { dir: TREE! } };
    },
    ask: (held) => held.run("attempt"),
  },
  "create from a folder, then swap a link in and import it": {
    prisoner: async (prisoner, { DIR }) => {
      if (!("files" in prisoner.source)) return prisoner;
      const dir = await Deno.makeTempDir({ dir: `${DIR}/scratch` });
      for (const [path, text] of Object.entries(prisoner.source.files)) await Deno.writeTextFile(dir + path, text);
      await Deno.writeTextFile(`${dir}/late.ts`, `export default "harmless";`);
      return { ...prisoner, source: { dir } };
    },
    ask: async (held, _attempt, { prisoner: { source } }) => {
      if ("dir" in source) {
        await Deno.remove(`${source.dir}/late.ts`);
        await Deno.symlink("../../secret.mjs", `${source.dir}/late.ts`);
      }
      return await held.run("attempt");
    },
  },
  "reload, then ask": {
    ask: async (held) => {
      await held.reload!();
      return await held.run("attempt");
    },
  },
  "run hostile answers": { ask: askHostile },
  "a server of the host asks the guest, which then knows its pid": {
    ask: async (held, _attempt, { canaries }) => {
      const pid = await held.whereis!("meeter");
      await canaries.meet(pid!);
      return await held.run("attempt");
    },
  },
};

/** The act of an attempt. */
export function actOf({ act }: Attempt): Act {
  if (act === undefined) return call;
  const name = /^run (\w+)$/.exec(act)?.[1];
  if (name !== undefined && !(act in ACTS)) return { ask: (held) => held.run(name) };
  return ACTS[act]!;
}

/** Every answer must be plain data, or an error of ours whose text nothing obeys. */
async function askHostile(held: Held): Promise<string> {
  for (const name of HOSTILE) {
    let answer: unknown;
    try {
      answer = await held.run(name);
    } catch (error) {
      const text = error instanceof Error ? error.message : "not an error";
      // deno-lint-ignore no-control-regex -- these are looked for
      if (!(error instanceof Error) || text.length > 5000 || /[\x00-\x1f\x7f-\x9f]/.test(text)) {
        return `gave PROOF ${name} threw ${text}`;
      }
      continue;
    }
    const odd = strange(answer, 0);
    if (odd !== undefined) return `gave PROOF ${name}: ${odd}`;
    if (name === "proto" && ({} as { polluted?: unknown }).polluted !== undefined) return "gave PROOF polluted";
  }
  return "";
}

function strange(value: unknown, depth: number): string | undefined {
  if (depth > 50) return undefined;
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null) return undefined;
  const prototype = Object.getPrototypeOf(value);
  if (
    ![Object.prototype, Array.prototype, Date.prototype, Error.prototype, Map.prototype, Set.prototype, null].includes(
      prototype,
    )
  ) return "a foreign prototype";
  for (const [key, { get, set, value: part }] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    if (get !== undefined || set !== undefined) return `a getter ${key}`;
    if (key === "then" && typeof part === "function") return "a thenable";
    const found = strange(part, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
