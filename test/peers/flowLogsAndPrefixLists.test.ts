import { join } from "node:path";
import { root } from "../floors.ts";
import { terraformLifecycle } from "./lifecycle.fixture.ts";

terraformLifecycle("09-flowlogs-dhcp-pl", join(root, "test", "peers", "terraform", "09-flowlogs-dhcp-pl"));
