/** The name by which guests import the runtime. */
export const RUNTIME = "@superlearner/otp";

/** Which versions of it go with this package. */
export const RUNTIME_VERSIONS = "^0.1";

/**
 * Where the types of the runtime are: what the name means in this program, or the package on JSR where it means nothing, as
 * in a package that itself came from there.
 */
export function typesOfRuntime(resolve: (name: string) => string = import.meta.resolve): string {
  try {
    return resolve(RUNTIME);
  } catch {
    return `jsr:${RUNTIME}@${RUNTIME_VERSIONS}`;
  }
}
