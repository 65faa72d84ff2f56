/** A file of a generated repository, as git records it. */
export type RepositoryFile = {
  /** Relative to the root of the repository. */
  readonly path: string;
  readonly content: string;
  readonly mode: FileMode;
};

export type FileMode = "100644" | "100755";

/** A file that is not executable. */
export function plainFile(path: string, content: string): RepositoryFile {
  return { path, content, mode: "100644" };
}
