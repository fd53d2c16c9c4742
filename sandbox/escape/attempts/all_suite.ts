import type { Attempt } from "../attempt.ts";
import { CODE } from "./code_suite.ts";
import { ENGINE } from "./engine_suite.ts";
import { BOMBS, LEFTOVERS, LOOPS } from "./exhaustion_suite.ts";
import { FILES } from "./files_suite.ts";
import { GRANTED } from "./granted_suite.ts";
import { GRADER } from "./grader_suite.ts";
import { IMPORTS } from "./imports_suite.ts";
import { LEAKS } from "./leaks_suite.ts";
import { NETWORK } from "./network_suite.ts";
import { OUTSIDE } from "./outside_suite.ts";
import { REMOTE_IMPORTS } from "./remote_imports_suite.ts";
import { REALM } from "./realm_suite.ts";
import { SHARED } from "./shared_suite.ts";
import { TAKEOVERS } from "./takeover_suite.ts";
import { TREE } from "./tree_suite.ts";

/** Every attempt, in the order of their numbers. */
export const ATTEMPTS: readonly Attempt[] = [
  ...FILES,
  ...TREE,
  ...OUTSIDE,
  ...NETWORK,
  ...CODE,
  ...IMPORTS,
  ...LEAKS,
  ...REALM,
  ...SHARED,
  ...LOOPS,
  ...LEFTOVERS,
  ...BOMBS,
  ...ENGINE,
  ...GRADER,
  ...GRANTED,
  ...REMOTE_IMPORTS,
  ...TAKEOVERS,
].sort((one, other) => one.id - other.id);
