import { type ChangeMessages, MOST_COMMITS } from "../checker/messages.ts";
import { runGit } from "../snapshot/git/process.ts";
import type { CommitRange } from "./sources.ts";

/** The subjects of the first commits of a range; none where git does not tell, in a shallow clone say. */
export async function commitSubjects({ directory, from, to, isHead }: CommitRange): Promise<ChangeMessages> {
  const most = MOST_COMMITS + 1;
  const { code, stdout } = await runGit(directory, [
    ...["log", "--no-merges", "--no-show-signature", `--max-count=${most}`, "--format=%H %s"],
    ...[`${from}..${to}`, "--"],
  ]);
  const lines = code === 0 ? stdout.toString("utf8").split("\n").filter(Boolean).reverse() : [];
  const commits = lines.slice(0, MOST_COMMITS).map((line) => {
    const [id = ""] = line.split(" ", 1);
    return { id, text: line.slice(id.length + 1) };
  });
  return { title: null, commits, whole: isHead && lines.length <= MOST_COMMITS };
}
