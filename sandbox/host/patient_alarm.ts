import type { Alarm, Clock } from "@superlearner/otp";

/** How late an alarm may be before it is clear that this program was away, in milliseconds. */
const AWAY_MS = 50;

/** When a patient alarm goes off. */
export interface PatientAlarmOptions {
  /** After how long, in milliseconds. */
  readonly afterMs: number;
  /** Called then. */
  readonly fire: () => void;
}

/**
 * An alarm about something that somebody else has not said in time. A program that was away meanwhile, because it was suspended
 * or busy in one go, finds all its alarms due before it has heard what was said: so it is given as long again as it was away,
 * and all in all not longer than the time itself.
 */
export function setPatientAlarm(clock: Clock, { afterMs, fire }: PatientAlarmOptions): Alarm {
  let alarm: Alarm;
  let patienceMs = afterMs;
  const wait = (ms: number) => {
    const dueAt = clock.now() + ms;
    alarm = clock.setAlarm(dueAt, () => {
      const lateMs = clock.now() - dueAt;
      const moreMs = Math.min(lateMs, patienceMs);
      if (lateMs <= AWAY_MS || moreMs <= 0) return fire();
      patienceMs -= moreMs;
      wait(moreMs);
    });
  };
  wait(afterMs);
  return { cancel: () => alarm.cancel() };
}
