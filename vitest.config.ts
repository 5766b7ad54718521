import { defineConfig } from "vitest/config";

const peers = "test/peers/**/*.test.ts";

export default defineConfig({
  test: {
    pool: "threads",
    // Ends what hangs; a slow machine is no failure.
    testTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "code",
          include: ["src/**/*.test.ts", "test/**/*.test.ts"],
          exclude: [peers],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // Outside peers mostly wait, as they would for AWS: many at a time cost little.
        extends: true,
        test: { name: "peers", include: [peers], maxWorkers: 4, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
