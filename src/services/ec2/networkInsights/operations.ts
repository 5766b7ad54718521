import type { Operation } from "../../../cloud/operation.ts";
import type { Transition } from "../../../cloud/timers.ts";
import {
  analysisTransitions,
  deleteNetworkInsightsAnalysis,
  describeNetworkInsightsAnalyses,
  startNetworkInsightsAnalysis,
} from "./analyses.ts";
import { createNetworkInsightsPath, deleteNetworkInsightsPath, describeNetworkInsightsPaths } from "./paths.ts";
import {
  deleteNetworkInsightsAccessScopeAnalysis,
  describeNetworkInsightsAccessScopeAnalyses,
  getNetworkInsightsAccessScopeAnalysisFindings,
  scopeAnalysisTransitions,
  startNetworkInsightsAccessScopeAnalysis,
} from "./scopeAnalyses.ts";
import {
  createNetworkInsightsAccessScope,
  deleteNetworkInsightsAccessScope,
  describeNetworkInsightsAccessScopes,
  getNetworkInsightsAccessScopeContent,
} from "./scopes.ts";

export const networkInsightsOperations: readonly Operation[] = [
  createNetworkInsightsPath,
  describeNetworkInsightsPaths,
  deleteNetworkInsightsPath,
  startNetworkInsightsAnalysis,
  describeNetworkInsightsAnalyses,
  deleteNetworkInsightsAnalysis,
  createNetworkInsightsAccessScope,
  describeNetworkInsightsAccessScopes,
  getNetworkInsightsAccessScopeContent,
  deleteNetworkInsightsAccessScope,
  startNetworkInsightsAccessScopeAnalysis,
  describeNetworkInsightsAccessScopeAnalyses,
  getNetworkInsightsAccessScopeAnalysisFindings,
  deleteNetworkInsightsAccessScopeAnalysis,
];

export const networkInsightsTransitions: Readonly<Record<string, Transition>> = {
  ...analysisTransitions,
  ...scopeAnalysisTransitions,
};
