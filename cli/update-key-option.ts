/** The option of `start` and `dns`, described where both have it. */
export const UPDATE_KEY_OPTION = [
  '--dns-update-key <key...>',
  'key that DNS updates (RFC 2136) must be signed with: [algorithm:]name:base64 as "nsupdate -y" takes it, or a key file; without one, unsigned updates from this machine are accepted',
] as const;
