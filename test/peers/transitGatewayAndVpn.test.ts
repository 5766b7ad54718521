import { join } from "node:path";
import { root } from "../floors.ts";
import { terraformLifecycle } from "./lifecycle.fixture.ts";

terraformLifecycle("01-tgw-vpn", join(root, "test", "peers", "terraform", "01-tgw-vpn"));
