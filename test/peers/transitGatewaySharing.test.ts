import { join } from "node:path";
import { root } from "../floors.ts";
import { terraformLifecycle } from "./lifecycle.fixture.ts";

terraformLifecycle("16-tgw-advanced", join(root, "test", "peers", "terraform", "16-tgw-advanced"));
