import type { System } from "@superlearner/otp";

/** A `System` of `@superlearner/otp`. @internal */
export type OtpSystem = System;

/** Now or later. */
export type Awaitable<Value> = Value | Promise<Value>;

/** Where time comes from: the same as a `Clock` of `@superlearner/otp`, of which a simulation has a virtual one. */
export interface Clock {
  /** Milliseconds since some fixed moment; never goes back. */
  now(): number;
  /** Calls `fire` once when {@linkcode Clock.now} has reached `atMs`, unless it is cancelled before. */
  setAlarm(atMs: number, fire: () => void): Alarm;
}

/** One alarm of a {@linkcode Clock}. */
export interface Alarm {
  /** Forgets the alarm; it will not fire. */
  cancel(): void;
}
