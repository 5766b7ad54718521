/** `examples/three-tier/main.tf` makes the network that `deploy.mjs` makes: the same questions have the same answers. */
import { join } from "node:path";
import { expect } from "vitest";
import { root } from "../floors.ts";
import { askThreeTier, threeTierAnswers } from "../scenarios/threeTier.fixture.ts";
import { terraformLifecycle } from "./lifecycle.fixture.ts";

terraformLifecycle("examples/three-tier", join(root, "examples", "three-tier"), async ({ url }) => {
  for (const question of threeTierAnswers) {
    const { title, answer } = await askThreeTier(url, question);
    expect(answer, title).toMatchObject(question.answer);
  }
});
