/** What is known of one runtime or library: how to recognise it, and how each mistake is mended in it. Data. */
export interface Runtime {
  /** Stable, as in reports: `python-requests`. */
  id: string;
  /** As people call it. */
  name: string;
  looksLike: {
    /** JA4 fingerprints of its ClientHello, measured, with the version that sent each. */
    ja4?: Readonly<Record<string, string>>;
    /** Its User-Agent as it comes. */
    userAgent?: RegExp;
    /** The command, or one of its arguments. */
    command?: RegExp;
  };
  /** What switches verification off, and what belongs in its place. */
  verification: { wrong: string; right: string };
  /** The same for the comparison of names, where the runtime has a switch of its own for it. */
  names?: { wrong: string; right: string };
  /** How to trust another authority. */
  ownCa: string;
  timeOut: string;
  /** How to follow no redirect. */
  redirects: string;
  /** Where the documentation of these settings is. */
  docs: string;
}
