import { WorkerWall } from "./worker_wall.ts";
import { wallSuite } from "./wall_suite.ts";

wallSuite("WorkerWall", () => new WorkerWall());
