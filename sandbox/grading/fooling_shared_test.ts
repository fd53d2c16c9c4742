import { foolingSuite } from "./fooling_suite.ts";

foolingSuite({ shared: "students" });
