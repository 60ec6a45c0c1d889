/** The regular expression that semver.org (2.0.0) gives, without build metadata. */
const semanticVersion =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-(0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*)(\.(0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*))*)?$/;

/** Errors: the text is no semantic version, or has build metadata, which the tag of an image cannot have. */
export function checkVersion(text: string | undefined): string {
  if (text !== undefined && semanticVersion.test(text)) return text;
  throw new Error(
    `${text === undefined ? 'No version is given' : `"${text}" is not a version`}. ` +
      'Pass a semantic version without build metadata, such as 0.2.0 or 0.2.0-rc.1: npm run set-version -- 0.2.0',
  );
}
