import truth from 'virtual:ground-truth';

/** What a client of another project did in a scenario. */
export interface Trial {
  client: string;
  did: 'accepted' | 'refused' | 'unclear';
}

const WORDS: Readonly<Record<string, Trial['did']>> = { y: 'accepted', n: 'refused' };

/** What each client that was tried did in a scenario; empty where it was not tried. */
export function trialsOf(scenario: string): Trial[] {
  return Array.from(truth.scenarios[scenario] ?? '', (letter, index) => ({
    client: truth.clients[index] ?? '',
    did: WORDS[letter] ?? 'unclear',
  }));
}
