export { AzureMLFrontEndContainer, type PlainHttp } from './container.ts';
export { type ScenarioSummary, StartedAzureMLFrontEndContainer } from './started-container.ts';
