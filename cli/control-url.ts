/** Where `start` puts its control API by default; kept apart so that `--help` loads no HTTP client. */
export const DEFAULT_CONTROL_URL = 'http://127.0.0.1:8055';
