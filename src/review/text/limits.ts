// How long what is shown may be, in UTF-16 code units: bounds of GitHub, and what a person reads on for.

/** What a check run takes. GitHub says characters and counts bytes: https://github.com/github/rest-api-description/issues/5399 */
export const GITHUB_TEXT = 65_535;

/** A comment or review; GitHub takes 65,536 characters, and the rest is for what is said of it later. */
export const LONGEST_BODY = 60_000;

/** One message, reason or title among others, which it may not crowd out. */
export const LONGEST_MESSAGE = 600;

/** What stands alone. A name in it may be as long as its author liked; nobody reads on for more. */
export const LONGEST_TEXT = 4000;
