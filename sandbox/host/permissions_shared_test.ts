import { permissionsSuite } from "./permissions_suite.ts";

permissionsSuite({ shared: "students" });
