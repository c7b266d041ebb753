import { doc, type Fact, issue } from './fidelity-sources.ts';

export { doc, type Fact, issue };

/** One thing that a router does: what Microsoft says of it, what users have shown, what is assumed here. */
export interface FidelityRow {
  subject: string;
  documented?: Fact;
  observed?: Fact;
  /** Ids of marks in the code. */
  assumed?: string[];
}

export interface FidelitySection {
  title: string;
  rows: FidelityRow[];
  /** Marks of files that begin so and that no row names get rows of their own here. */
  home: string[];
}
