/**
 * The same router as a container, by the conventions of testcontainers-node.
 *
 * @module azureml-fe-mock/testcontainers
 */

export type { ScenarioSummary } from '../common/scenario-summary.ts';
export { AzureMLFrontEndContainer, type PlainHttp } from './container.ts';
export { StartedAzureMLFrontEndContainer } from './started-container.ts';
