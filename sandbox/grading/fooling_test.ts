import { foolingSuite } from "./fooling_suite.ts";

foolingSuite("worker");
