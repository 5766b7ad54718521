import { join } from "node:path";
import { root } from "../floors.ts";
import { terraformLifecycle } from "./lifecycle.fixture.ts";

terraformLifecycle("20-images-volumes-mirrors", join(root, "test", "peers", "terraform", "20-images-volumes-mirrors"));
