import { VirtualClock } from "@superlearner/otp/simulation";
import { MonitorModel } from "../models/monitor_model.ts";
import { FakeSource } from "./fake_source.ts";
import { office } from "./nodes.ts";

/** A monitor of the office, in virtual time. */
export interface Watched extends Disposable {
  readonly source: FakeSource;
  readonly clock: VirtualClock;
  readonly model: MonitorModel;
}

/** Makes a monitor of the office. */
export function watchOffice(): Watched {
  const source = new FakeSource([office()]);
  const clock = new VirtualClock({ wallTime: 1_000_000 });
  const model = new MonitorModel(source, { clock });
  return { source, clock, model, [Symbol.dispose]: () => model[Symbol.dispose]() };
}

/** Lets promises do what they have to do. */
export async function turns(): Promise<void> {
  for (let turn = 0; turn < 8; turn++) await Promise.resolve();
}
