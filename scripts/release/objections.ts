/** What a release is made from. */
export interface Checkout {
  /** Of package.json. */
  version: string;
  /** The text of CHANGELOG.md. */
  changelog: string;
  /** The lines of `git status --porcelain`. */
  changedFiles: readonly string[];
  /** The tags of the commit that is checked out. */
  tags: readonly string[];
}

/** Why a checkout must not be released, a sentence with its remedy each. */
export function objections({ version, changelog, changedFiles, tags }: Checkout): string[] {
  const found: string[] = [];
  if (changedFiles.length > 0) {
    found.push(`There are changes that are not committed; commit them first:\n${changedFiles.join('\n')}`);
  }
  if (!changelog.split('\n').some((line) => isHeadingOf(version, line))) {
    found.push(
      `CHANGELOG.md has no section for ${version}; write what a user can notice under "## ${version}".`,
    );
  }
  if (!tags.includes(`v${version}`)) {
    const has = tags.length === 0 ? 'no tag' : `the tag ${tags.join(', ')}`;
    found.push(`package.json says ${version} and this commit has ${has}; run "git tag v${version}".`);
  }
  return found;
}

/** "## 1.2.0", "## [1.2.0] - 2026-01-31". */
function isHeadingOf(version: string, line: string): boolean {
  return line.match(/^## \[?v?([^\s\]]+)/)?.[1] === version;
}
