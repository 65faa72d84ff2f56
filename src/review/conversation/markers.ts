/** The finding that an inline comment is about, and whether the comment says that it is fixed. */
export type FindingMarker = { readonly id: string; readonly fixed: boolean };

/** The findings that a review carries as inline comments, and those that its body lists. */
export type ReviewMarker = { readonly inline: readonly string[]; readonly inBody: readonly string[] };

/** The comment that a reply answers, as it stood when it was answered, and the commands in it. */
export type ReplyMarker = {
  /** The comment's database id; of the body of a review `r` and its id. */
  readonly comment: string;
  /** When the comment was written or last edited. */
  readonly stamp: string;
  readonly commands: readonly string[];
};

const findingForm = /^<!-- by-name-bot finding ([0-9a-f]{1,64}) -->$/;
const fixedForm = /^<!-- by-name-bot fixed -->$/;
const reviewForm = /^<!-- by-name-bot review inline((?: [0-9a-f]{1,64})*) body((?: [0-9a-f]{1,64})*) -->$/;
const waitingForm = /^<!-- by-name-bot waiting (r?\d{1,20}) (\d[\dTZ:.+-]{0,39}) -->$/;
const elsewhereForm = /^<!-- by-name-bot elsewhere((?: [cqr]\d{1,20})*) -->$/;
const replyForm = /^<!-- by-name-bot reply (r?\d{1,20}) (\d[\dTZ:.+-]{0,39})((?: [a-z][a-z-]{0,39})*) -->$/;

/** The hidden lines that end an inline comment. `id` is lower-case hexadecimal. */
export function findingMarker({ id, fixed }: FindingMarker): string {
  const marker = `<!-- by-name-bot finding ${id} -->`;
  return fixed ? `${marker}\n<!-- by-name-bot fixed -->` : marker;
}

/** The hidden line that ends a review. Ids are lower-case hexadecimal. */
export function reviewMarker({ inline, inBody }: ReviewMarker): string {
  const ids = (some: readonly string[]) => some.map((id) => ` ${id}`).join("");
  return `<!-- by-name-bot review inline${ids(inline)} body${ids(inBody)} -->`;
}

/** The hidden line that ends a reply. A command that is no lower-case word is left out. */
export function replyMarker({ comment, stamp, commands }: ReplyMarker): string {
  const words = commands.filter((command) => /^[a-z][a-z-]{0,39}$/.test(command));
  return `<!-- by-name-bot reply ${[comment, stamp, ...words].join(" ")} -->`;
}

/** The hidden line that ends a reply which says what a command waits for: the answer is yet to come. */
export function waitingMarker({ comment, stamp }: Pick<ReplyMarker, "comment" | "stamp">): string {
  return `<!-- by-name-bot waiting ${comment} ${stamp} -->`;
}

/** What the marker of such a reply says; null where the body does not end with one. */
export function readWaitingMarker(body: string): Pick<ReplyMarker, "comment" | "stamp"> | null {
  const [, comment, stamp] = waitingForm.exec(lastLines(body).at(-1) ?? "") ?? [];
  return comment === undefined || stamp === undefined ? null : { comment, stamp };
}

/**
 * The hidden line that ends a comment on what happened elsewhere: `r` or `c` and a database id for what was said in a
 * review or on a line, `q` and the time in seconds for when GitHub gave up a merge.
 */
export function elsewhereMarker(remarks: readonly string[]): string {
  return `<!-- by-name-bot elsewhere${remarks.map((remark) => ` ${remark}`).join("")} -->`;
}

/** What the marker of such a reply says; nothing where the body does not end with one. */
export function readElsewhereMarker(body: string): string[] {
  return words(elsewhereForm.exec(lastLines(body).at(-1) ?? "")?.[1] ?? "");
}

/** What the marker of an inline comment says; null where the body does not end with one. */
export function readFindingMarker(body: string): FindingMarker | null {
  const lines = lastLines(body);
  const fixed = fixedForm.test(lines.at(-1) ?? "");
  const id = findingForm.exec(lines.at(fixed ? -2 : -1) ?? "")?.[1];
  return id === undefined ? null : { id, fixed };
}

/** What the marker of a review says; null where the body does not end with one. */
export function readReviewMarker(body: string): ReviewMarker | null {
  const [, inline, inBody] = reviewForm.exec(lastLines(body).at(-1) ?? "") ?? [];
  if (inline === undefined || inBody === undefined) return null;
  return { inline: words(inline), inBody: words(inBody) };
}

/** What the marker of a reply says; null where the body does not end with one. */
export function readReplyMarker(body: string): ReplyMarker | null {
  const [, comment, stamp, commands] = replyForm.exec(lastLines(body).at(-1) ?? "") ?? [];
  if (comment === undefined || stamp === undefined || commands === undefined) return null;
  return { comment, stamp, commands: words(commands) };
}

/**
 * The last two lines of a body. A marker counts only there: a line of a file can read like one, and may
 * stand in a suggestion, but the bot always writes its own behind it.
 */
function lastLines(body: string): string[] {
  return body.trimEnd().split(/\r?\n/).slice(-2);
}

function words(text: string): string[] {
  return text.split(" ").filter((word) => word !== "");
}
