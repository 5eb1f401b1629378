/**
 * Watertight as a library: start the strict fakes, plan and drive scenarios, judge what was recorded. Importing it starts
 * nothing and touches no global.
 */

export { fakes } from '../fakes/index.ts'
export type { Exchange, Frame, HeaderPair, RecordedReply, RecordedRequest, Verdict } from './capture/exchange.ts'
export { Journal } from './capture/journal.ts'
export type { CaseFacts, StepFacts } from './checks/facts.ts'
export type { Evidence, Finding, ProviderAnswer, Severity } from './checks/finding.ts'
export { checks } from './checks/index.ts'
export { type CaseJudgement, judgeCase } from './checks/judge.ts'
export type { Operation, ProviderContract, Refusal, Violation } from './contract/contract.ts'
export { Fault, Faults } from './contract/fault.ts'
export { loadContracts } from './contract/load-contract.ts'
export { packagePath } from './contract/package-path.ts'
export type { ProviderId, Surface } from './contract/surface.ts'
export type { RunningFakes } from './fake-kit/fakes.ts'
export type { StartFakesOptions } from './fake-kit/start-fakes.ts'
export type { Turn, TurnToolCall } from './fake-kit/turn.ts'
export type { TurnCut, TurnFaults } from './fake-kit/turn-faults.ts'
export type {
  Feature,
  GatewayAdapter,
  PlannedRoute,
  Profile,
  StartedGateway,
  UpstreamPlan,
} from './gateways/adapter.ts'
export { directAdapter } from './gateways/direct/adapter.ts'
export { litellmAdapter } from './gateways/litellm/adapter.ts'
export { fileGatewayAdapter } from './gateways/process/adapter.ts'
export { referenceAdapter } from './gateways/reference/adapter.ts'
export { diffRuns, type JudgeOptions, judgeRun, loadRun } from './library/judge-run.ts'
export { type Call, mintCase, type OwnCase, type OwnCaseOptions } from './library/own-case.ts'
export type { CallExpectation } from './library/own-step.ts'
export { runSuite, type SuiteOptions } from './library/run-suite.ts'
export { type FakesOptions, startFakes } from './library/start-fakes.ts'
export { reporters } from './report/index.ts'
export type { Output, Reporter, ReporterFactory, RunStart } from './report/reporter.ts'
export type { CaseReport, RunReport } from './report/run-report.ts'
export type { CaseDifference, DiffPart, PlaceDifference, RunDifference } from './scenario/diff/diff-runs.ts'
export { loadScenarios } from './scenario/load.ts'
export type { LoadedRun } from './scenario/load-run.ts'
export type { RunOptions } from './scenario/run.ts'
export type { Scenario } from './scenario/scenario.ts'
