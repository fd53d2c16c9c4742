import { supervisionSuite } from "./supervision_suite.ts";

supervisionSuite({ shared: "students" });
