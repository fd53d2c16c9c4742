/** Prints what a check found and ends the program: with 1 if it found anything. */
export function report(check: string, problems: string[]): never {
  for (const problem of problems) console.error(problem);
  const count = problems.length === 1 ? "1 problem" : `${problems.length || "no"} problems`;
  (problems.length > 0 ? console.error : console.log)(`${check}: ${count}`);
  Deno.exit(problems.length > 0 ? 1 : 0);
}
