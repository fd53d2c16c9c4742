/**
 * The monitor of a System of `@superlearner/otp`, to be mounted beside any program: live supervision trees, in which a
 * process can be killed and its restart watched, and the API of `@superlearner/arsenal` under `/api/v1`.
 *
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { learner } from "@superlearner/learner";
 * import { Supervisor, System } from "@superlearner/otp";
 *
 * await using system = new System();
 * await system.start(Supervisor.define({ name: "Office" }), { name: "office" });
 * using monitor = learner({ system, onProblem() {} });
 * // Deno.serve({ hostname: "127.0.0.1", port: 4000 }, monitor.fetch);
 * assertEquals((await monitor.request("http://localhost/supervisors")).status, 200);
 * ```
 *
 * As long as it is given no token, it answers only this machine. Pages work without JavaScript; with it they are live.
 *
 * @module
 */

export { type Learner, learner, type LearnerOptions } from "./server/learner.ts";
export { type ServedLearner, serveLearner, type ServeLearnerOptions } from "./server/serve.ts";
export { type Settings, SettingsError } from "./server/settings.ts";
