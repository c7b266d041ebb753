/**
 * The same router as a container, by the conventions of testcontainers-node.
 *
 * @module azureml-fe-mock/testcontainers
 */

export { AzureMLFrontEndContainer, type PlainHttp } from './container.ts';
export { type ScenarioSummary, StartedAzureMLFrontEndContainer } from './started-container.ts';
