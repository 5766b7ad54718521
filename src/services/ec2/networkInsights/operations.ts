import type { Operation } from "../../../cloud/operation.ts";
import type { Transition } from "../../../cloud/timers.ts";
import {
  analysisTransitions,
  deleteNetworkInsightsAnalysis,
  describeNetworkInsightsAnalyses,
  startNetworkInsightsAnalysis,
} from "./analyses.ts";
import { createNetworkInsightsPath, deleteNetworkInsightsPath, describeNetworkInsightsPaths } from "./paths.ts";

export const networkInsightsOperations: readonly Operation[] = [
  createNetworkInsightsPath,
  describeNetworkInsightsPaths,
  deleteNetworkInsightsPath,
  startNetworkInsightsAnalysis,
  describeNetworkInsightsAnalyses,
  deleteNetworkInsightsAnalysis,
];

export const networkInsightsTransitions: Readonly<Record<string, Transition>> = { ...analysisTransitions };
