import { GROUP_CONFINEMENT } from "./group_confinement.ts";
import { programsSuite } from "./programs_suite.ts";

programsSuite(GROUP_CONFINEMENT);
