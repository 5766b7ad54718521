/** All findings of a search, in one go. */
import type { Finding, Findings } from "./finding.ts";

export const allOf = (findings: Findings): readonly Finding[] =>
  [...findings].filter((step): step is Finding => "resource" in step);
