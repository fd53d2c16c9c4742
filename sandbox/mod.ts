/**
 * Runs code that is not trusted, and reloads it without a stop: plugins, and what students hand in.
 *
 * @module
 */

export { type Diagnostic, SandboxError, type SandboxFailure, type SandboxFailureKind } from "./limits/sandbox_error.ts";
export { type Isolation, LIMIT_NAMES, type LimitName, type Limits } from "./limits/limits.ts";
export { limitsOf, type Profile, type ProfileName, profileOf, PROFILES } from "./limits/profiles.ts";
export { deadlineMs, LIMIT_CHECKS, LIMIT_WINDOW_MS, type LimitCheck } from "./limits/limit_checks.ts";
export { describeLimits, type DescribeLimitsOptions } from "./limits/describe_limits.ts";
