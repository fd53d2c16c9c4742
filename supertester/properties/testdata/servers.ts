import { GenServer, type Self, type ServerDefinition } from "@superlearner/otp";
import type { ServerModel } from "../../scenarios/model.ts";

/** The state of a race. */
interface Race {
  readonly value: number;
  readonly arrived: number;
}

/** The calls of a race. */
export interface RaceCalls {
  value: (race: Race) => [number, Race];
}

/** The casts of a race. */
export interface RaceCasts {
  set: (race: Race, to: number, self: Self) => Race;
  noise: (race: Race, n: number) => Race;
}

/**
 * A value that two helpers write, one after the other if all goes as usual. Wrong where the second is first, the value is 5
 * or more, and somebody asks before the first has come as well.
 */
export const Racy: ServerDefinition<Race, [], RaceCalls, RaceCasts> = GenServer.define({
  name: "Racy",
  init: (): Race => ({ value: 0, arrived: 0 }),
  calls: { value: (race: Race) => [race.value, race] },
  casts: {
    set: (race: Race, to: number, self: Self) => {
      for (const value of [to, to < 5 ? to : -1]) self.spawn((helper) => helper.send(self.pid, { value, to }));
      return { ...race, value: to, arrived: 0 };
    },
    noise: (race: Race, _n: number) => race,
  },
  handleInfo: (race, message) => {
    const { value, to } = message as { value: number; to: number };
    return { value: race.arrived === 0 ? value : to, arrived: race.arrived + 1 };
  },
});

/** What it should be: never -1; when exactly a value shows is left open. */
export const racing: ServerModel<number, RaceCalls, RaceCasts> = {
  init: () => 0,
  calls: { value: (value) => [value, value] },
  casts: { set: (_value, to) => to, noise: (value) => value },
  sameReply: (actual) => actual !== -1,
};
