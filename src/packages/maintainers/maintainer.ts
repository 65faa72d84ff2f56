/** Somebody who maintains a package. */
export type Maintainer = {
  /** The handle or login that the repository names them by. */
  readonly name: string;
  /**
   * The account on GitHub as far as the repository names one: the id is what counts, the login is for
   * reading. Both null: no account.
   */
  readonly id: number | null;
  readonly login: string | null;
};

/** Who maintains a package. */
export type Maintainers =
  | {
      readonly kind: "known";
      /** Each once, by id where there is one, else by name. */
      readonly people: readonly Maintainer[];
      /** Teams of the organisation, `slug`s, whose members GitHub has to be asked for (CODEOWNERS). */
      readonly teams: readonly string[];
      /** Whether everybody who may write to the repository maintains it (source: collaborators). */
      readonly collaborators: boolean;
    }
  /** `why` is a clause: "`f b` on line 12 of `pkgs/…/package.nix` was not understood". */
  | { readonly kind: "unknown"; readonly why: string };
