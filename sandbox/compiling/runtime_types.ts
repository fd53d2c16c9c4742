/** The name by which guests import the runtime. */
export const RUNTIME = "@superlearner/otp";

/** The name of what a sandbox brings beside it. */
export const GUEST = "@superlearner/sandbox/guest";

/** Which versions of it go with this package. */
export const RUNTIME_VERSIONS = "^0.1";

/**
 * Where the types of the runtime are: what the name means in this program, or the package on JSR where it means nothing, as
 * in a package that itself came from there.
 */
export function typesOfRuntime(
  { subpath = "", resolve = import.meta.resolve }: {
    readonly subpath?: string;
    readonly resolve?: (name: string) => string;
  } = {},
): string {
  try {
    return resolve(`${RUNTIME}${subpath}`);
  } catch {
    return `jsr:${RUNTIME}@${RUNTIME_VERSIONS}${subpath}`;
  }
}

/** The bare names that every sandbox may import, as its realm brings them, each with where its types are. */
export const RUNTIME_MODULES: Readonly<Record<string, string>> = {
  [RUNTIME]: typesOfRuntime(),
  [`${RUNTIME}/remote`]: typesOfRuntime({ subpath: "/remote" }),
  [`${RUNTIME}/simulation`]: typesOfRuntime({ subpath: "/simulation" }),
  [`${RUNTIME}/stages`]: typesOfRuntime({ subpath: "/stages" }),
  [GUEST]: import.meta.resolve("../guest/mod.ts"),
};
