import { join } from "node:path";
import { root } from "../floors.ts";
import { terraformLifecycle } from "./lifecycle.fixture.ts";

terraformLifecycle("11-eip-ipv6", join(root, "test", "peers", "terraform", "11-eip-ipv6"));
