/** A folder of `pkgs/` whose packages are called from `all-packages.nix`, and the heading they stand under there. */
export type Category = {
  readonly weight: number;
  readonly heading: string;
  readonly folders: readonly string[];
};

const category = (weight: number, heading: string, root: string, folders: string): Category => ({
  weight,
  heading,
  folders: folders.split(" ").map((folder) => `${root}/${folder}`),
});

export const categories: readonly Category[] = [
  category(
    28,
    "TOOLS",
    "tools",
    "admin archivers audio backup compression filesystems graphics misc networking security system text typesetting",
  ),
  category(2, "SHELLS", "shells", "bash fish zsh misc"),
  category(5, "DEVELOPMENT / COMPILERS", "development/compilers", "gcc llvm ghc ocaml misc"),
  category(5, "DEVELOPMENT / INTERPRETERS", "development/interpreters", "lua perl python ruby misc"),
  category(
    10,
    "DEVELOPMENT / TOOLS",
    "development/tools",
    "analysis build-managers database misc parsing rust",
  ),
  category(20, "DEVELOPMENT / LIBRARIES", "development/libraries", "audio java misc physics science wayland"),
  category(4, "SERVERS", "servers", "http mail monitoring nosql sql web-apps"),
  category(4, "OS-SPECIFIC", "os-specific", "linux darwin bsd windows"),
  category(2, "DATA", "data", "fonts icons misc themes"),
  category(
    16,
    "APPLICATIONS",
    "applications",
    "audio editors graphics misc networking office video window-managers",
  ),
  category(5, "GAMES", "games", "arcade misc strategy"),
  category(2, "DESKTOP ENVIRONMENTS", "desktops", "gnome lxqt mate plasma xfce"),
  category(
    4,
    "SCIENCE",
    "applications/science",
    "astronomy biology chemistry electronics logic math robotics",
  ),
  category(3, "MISC", "misc", "drivers emulators screensavers tmux-plugins vim-plugins"),
];
