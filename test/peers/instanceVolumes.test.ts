import { join } from "node:path";
import { root } from "../floors.ts";
import { terraformLifecycle } from "./lifecycle.fixture.ts";

terraformLifecycle("instance-volumes", join(root, "test", "peers", "terraform", "instance-volumes"));
