/** Which generation of Azure Machine Learning's front ends the router behaves like. */
export type Profile = 'kubernetes' | 'managed' | 'v1';

export const PROFILES: readonly Profile[] = ['kubernetes', 'managed', 'v1'];

/** What a profile has beside its answers. */
export interface ProfileTraits {
  /** Sent with every answer, the model server's too; an empty record changes nothing. */
  responseHeaders: Readonly<Record<string, string>>;
  /** Where the endpoint's own YAML is silent, ms. */
  requestTimeoutMs: number;
  /** How many requests may be in work or waiting, as a multiple of what the replicas can work on; null: no bound. */
  pendingPerSlot: number | null;
  source: string;
}

// ASSUMPTION: server-header: the v2 router's own `server` header is not published; the model server's is passed on.
// Changed by `--profile`: managed and v1 have headers of their own that users have shown.
export const PROFILE_TRAITS: Readonly<Record<Profile, ProfileTraits>> = {
  kubernetes: {
    responseHeaders: {},
    requestTimeoutMs: 5000,
    pendingPerSlot: null,
    source: 'Kubernetes online deployment YAML schema, RequestSettings',
  },
  managed: {
    responseHeaders: { server: 'azureml-frontdoor' },
    requestTimeoutMs: 5000,
    pendingPerSlot: 2,
    source:
      'Troubleshoot online endpoint deployment and scoring: 429 at twice max_concurrent_requests_per_instance × instance_count',
  },
  v1: {
    responseHeaders: { server: 'Cowboy' },
    requestTimeoutMs: 60_000,
    pendingPerSlot: null,
    source: 'Deploy to AKS (v1), scoring_timeout_ms; MachineLearningNotebooks#450 for the server header',
  },
};
