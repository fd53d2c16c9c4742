import { addHostPart, type Change, type HostPart } from "../isolation/host_parts.ts";

/** The variables of the environment; where they may not be read, nothing is watched. */
export const environmentPart: HostPart = {
  name: "env",
  watch() {
    const before = variables();
    if (before === undefined) return { changes: () => [], restore() {} };
    const differing = () => {
      const now = variables() ?? {};
      return [...new Set([...Object.keys(before), ...Object.keys(now)])].filter((name) => before[name] !== now[name]);
    };
    return {
      // Names only: values may be secrets.
      changes: () =>
        differing().map((name): Change => {
          const how = before[name] === undefined ? "added" : Deno.env.get(name) === undefined ? "removed" : "changed";
          return { kind: "env", what: `${name} ${how}` };
        }),
      restore() {
        for (const name of differing()) {
          if (before[name] === undefined) Deno.env.delete(name);
          else Deno.env.set(name, before[name]);
        }
      },
    };
  },
};

/** The working directory; where it may not be read, nothing is watched. */
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

function variables(): Record<string, string> | undefined {
  return allowed(() => Deno.env.toObject());
}

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
