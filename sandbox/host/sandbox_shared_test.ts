import { sandboxSuite } from "./sandbox_suite.ts";

sandboxSuite({ shared: "students" });
