import { callSiteHere } from "../chronicle/call_site.ts";
import { addHostPart, type Change, type HostPart } from "../isolation/host_parts.ts";

/**
 * The variables of the environment, as far as this file's tests set and delete them: files that run at the same time share
 * the environment, and are not blamed for one another. Where it may not be read, nothing is watched.
 */
export const environmentPart: HostPart = {
  name: "env",
  watch() {
    const touched = new Map<string, { before: string | undefined; site: string | undefined }>();
    const { set, delete: remove } = Deno.env; // `process.env` goes through them as well
    const touch = (name: string) => {
      if (touched.has(name)) return;
      const before = allowed(() => ({ value: Deno.env.get(name) }));
      if (before !== undefined) touched.set(name, { before: before.value, site: callSiteHere() });
    };
    Deno.env.set = (name, value) => {
      touch(name);
      set.call(Deno.env, name, value);
    };
    Deno.env.delete = (name) => {
      touch(name);
      remove.call(Deno.env, name);
    };
    const differing = () => [...touched].filter(([name, { before }]) => Deno.env.get(name) !== before);
    return {
      // Names only: values may be secrets.
      changes: () =>
        differing().map(([name, { before, site }]): Change => {
          const how = before === undefined ? "added" : Deno.env.get(name) === undefined ? "removed" : "changed";
          return { kind: "env", what: `${name} ${how}`, ...(site === undefined ? {} : { site }) };
        }),
      restore() {
        Object.assign(Deno.env, { set, delete: remove });
        for (const [name, { before }] of differing()) {
          if (before === undefined) Deno.env.delete(name);
          else Deno.env.set(name, before);
        }
      },
    };
  },
};

/** The working directory, which is the process's: files that run at the same time share it. Where it may not be read, nothing is watched. */
export const workingFolderPart: HostPart = {
  name: "cwd",
  watch() {
    const before = workingFolder();
    if (before === undefined) return { changes: () => [], restore() {} };
    return {
      changes: () => Deno.cwd() === before ? [] : [{ kind: "cwd", what: `is ${Deno.cwd()}` }],
      restore() {
        if (Deno.cwd() !== before) Deno.chdir(before);
      },
    };
  },
};

function workingFolder(): string | undefined {
  return allowed(() => Deno.cwd());
}

function allowed<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable || error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

for (const part of [environmentPart, workingFolderPart]) addHostPart(part);
