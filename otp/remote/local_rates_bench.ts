import type { BenchRow } from "../../.ci/bench/types.ts";

/** What local messages cost in a fresh program, in which stand-ins are used as well, or not. */
async function rate(what: "call" | "cast", how: "connected" | "apart"): Promise<number> {
  const script = new URL("./testdata/local_rates.ts", import.meta.url).pathname;
  const args = ["run", "--no-check", "--allow-all", script, what, how];
  const { stdout } = await new Deno.Command(Deno.execPath(), { args }).output();
  return Number(new TextDecoder().decode(stdout));
}

function row(what: "call" | "cast"): BenchRow {
  return {
    name: `otp/${what}-beside-stand-ins`,
    unit: `${what}s/s`,
    goal: 0.95,
    ours: () => rate(what, "connected"),
    peer: { name: "two Systems, not connected", run: () => rate(what, "apart") },
  };
}

/** Who has connections does not pay for them where it talks at home. */
export const rows: BenchRow[] = [row("call"), row("cast")];
