import { librarySuite } from "./library_suite.ts";

librarySuite("worker");
