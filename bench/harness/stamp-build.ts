import { stampBuild } from "./build-stamp.ts";
import { packageRoot } from "./environment.ts";

stampBuild(packageRoot());
