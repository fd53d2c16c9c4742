const FOLDERS = [`/lib/${Deno.build.arch}-linux-gnu`, "/lib64", "/usr/lib64", "/usr/lib", "/lib"];

/** The C library of this machine, whatever it calls itself; a machine without any is no Linux. */
export function libc(): string {
  const found = FOLDERS.map((folder) => `${folder}/libc.so.6`).find((path) => {
    try {
      return Deno.statSync(path).isFile;
    } catch {
      return false;
    }
  });
  if (found === undefined) throw new Error(`Cannot find libc.so.6 in ${FOLDERS.join(", ")}`);
  return Deno.realPathSync(found);
}

/** Some functions of it, as `Deno.dlopen` has them declared. */
export const LIBC = {
  toupper: { parameters: ["i32"], result: "i32", nonblocking: true },
  labs: { parameters: ["i64"], result: "i64", nonblocking: true },
  strlen: { parameters: ["pointer"], result: "usize", nonblocking: true },
  fill: { name: "memset", parameters: ["buffer", "i32", "usize"], result: "pointer", nonblocking: true },
  getenv: { parameters: ["buffer"], result: "pointer", nonblocking: true },
  puts: { parameters: ["buffer"], result: "i32", nonblocking: true },
  fflush: { parameters: ["pointer"], result: "i32", nonblocking: true },
  write: { parameters: ["i32", "buffer", "usize"], result: "isize", nonblocking: true },
  system: { parameters: ["buffer"], result: "i32", nonblocking: true },
  abort: { parameters: [], result: "void", nonblocking: true },
  pause: { parameters: [], result: "i32", nonblocking: true },
  missing: { name: "no_such_function", parameters: [], result: "void", nonblocking: true, optional: true },
} as const;
