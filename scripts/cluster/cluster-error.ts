/** What a person can mend: what is wrong with which value, and what to do about it. Ends the command with status 3. */
export class ClusterError extends Error {
  /** Stable, to search for. */
  readonly code: string;
  readonly remedy: string;

  constructor(code: string, message: string, remedy: string) {
    super(message);
    this.name = 'ClusterError';
    this.code = code;
    this.remedy = remedy;
  }
}
