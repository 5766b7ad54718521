import { join } from "node:path";
import { root } from "../floors.ts";
import { terraformLifecycle } from "./lifecycle.fixture.ts";

terraformLifecycle("02-peering-xregion", join(root, "test", "peers", "terraform", "02-peering-xregion"));
