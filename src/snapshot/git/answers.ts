import { isObjectId } from "../object-id.ts";
import { SourceError } from "../source.ts";

/** What `git cat-file --batch-command` answers to one `contents` command. */
export type GitObject =
  | { readonly kind: "object"; readonly id: string; readonly type: string; readonly bytes: Buffer }
  | { readonly kind: "too-large"; readonly id: string; readonly type: string; readonly size: number }
  | { readonly kind: "missing" };

/** One question that was asked and waits for its answer. */
export type Question = {
  /** Longer contents are skipped without being kept. */
  readonly limit: number;
  answer(object: GitObject): void;
};

/** An answer whose contents are under way. `bytes` is null where they are skipped. */
type Body = {
  readonly question: Question;
  readonly id: string;
  readonly type: string;
  readonly size: number;
  readonly bytes: Buffer | null;
  /** How much of contents and the newline after them has been seen. */
  seen: number;
};

/** The longest header line: an object name that was asked for and is repeated, and a little more. */
const MAX_HEADER = 64 * 1024;

/**
 * Reads the output of `git cat-file --batch-command` in whatever chunks it comes, answering the questions
 * that `next` hands out in their order. Returns the function to feed. It throws a SourceError if the
 * output is not what git writes. Every byte is copied at most once, so that a small object does not keep
 * the chunk alive in which it came.
 */
export function answerReader(next: () => Question | undefined): (chunk: Buffer) => void {
  let header = Buffer.alloc(0);
  let body: Body | null = null;

  function begin(line: string): void {
    const question = next();
    if (question === undefined) throw new SourceError("git answered what was not asked");
    const [, id, type, digits] = /^([0-9a-f]+) ([a-z]+) (\d+)$/.exec(line) ?? [];
    if (id !== undefined && isObjectId(id) && type !== undefined && digits !== undefined) {
      const size = Number(digits);
      const bytes = size <= question.limit ? Buffer.allocUnsafe(size) : null;
      body = { question, id, type, size, bytes, seen: 0 };
    } else if (/ (missing|ambiguous)$/.test(line)) {
      question.answer({ kind: "missing" });
    } else {
      throw new SourceError(`git gave an answer that cannot be understood: "${line.slice(0, 200)}"`);
    }
  }

  function finish({ question, id, type, size, bytes }: Body): void {
    body = null;
    question.answer(
      bytes === null ? { kind: "too-large", id, type, size } : { kind: "object", id, type, bytes },
    );
  }

  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      if (body === null) {
        const newline = chunk.indexOf(0x0a, at);
        const end = newline < 0 ? chunk.length : newline;
        if (header.length + end - at > MAX_HEADER) throw new SourceError("git gave an answer without end");
        if (newline < 0) {
          header = Buffer.concat([header, chunk.subarray(at)]);
          return;
        }
        const line = header.toString("latin1") + chunk.toString("latin1", at, newline);
        header = Buffer.alloc(0);
        at = newline + 1;
        begin(line);
      } else {
        const taken = Math.min(body.size + 1 - body.seen, chunk.length - at);
        if (body.bytes !== null) chunk.copy(body.bytes, body.seen, at, at + taken);
        body.seen += taken;
        at += taken;
        if (body.seen === body.size + 1) finish(body);
      }
    }
  };
}
