/**
 * Tests of concurrent code that never flake: a System for each test, synchronisation by events instead of sleeping,
 * chaos, seeded simulation, record and replay, performance.
 *
 * @module
 */

export { addResultSink, publishResult, type ResultKind, type ResultSink, type TestResult } from "./results/result.ts";
