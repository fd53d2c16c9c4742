/**
 * Runs code that is not trusted, and reloads it without a stop: plugins, and what students hand in.
 *
 * @module
 */

export { type Diagnostic, SandboxError, type SandboxFailure, type SandboxFailureKind } from "./limits/sandbox_error.ts";
