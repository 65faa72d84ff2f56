# What importNpmLock of nixpkgs is to install: `package.json` and `package-lock.json`, cut down to what building and
# running by-name-bot takes, and with the address of each package.
#
# The committed lock file names no registry (see `.npmrc`), so the addresses are added here. Left out are the
# devDependencies that the build does without, among them the npm package `node`, which an install script would
# download; the workspace `simulated-github`, which is for tests; and binaries for other platforms.
#
# It uses nothing but builtins, so that it can be tried without nixpkgs.
{
  # Where packages come from, without a slash at the end.
  registry,
  # What it is built on, in npm's words: `os`, `cpu`, and `libc`, which is null where npm knows none.
  platform,
  manifest ? builtins.fromJSON (builtins.readFile ../package.json),
  lock ? builtins.fromJSON (builtins.readFile ../package-lock.json),
  # The devDependencies that `npm run build` needs.
  buildDependencies ? [
    "@types/node"
    "tree-sitter-wasm"
    "typescript"
  ],
}:
let
  inherit (builtins)
    all
    attrNames
    concatMap
    elem
    elemAt
    filter
    genericClosure
    head
    isList
    length
    listToAttrs
    mapAttrs
    match
    removeAttrs
    split
    ;

  # The attributes of these names; it is an error where one is not there.
  select =
    names: set:
    listToAttrs (
      map (name: {
        inherit name;
        value = set.${name};
      }) names
    );

  cut =
    root:
    removeAttrs root [ "workspaces" ]
    // {
      devDependencies = select buildDependencies root.devDependencies;
    };

  entries = lock.packages // {
    "" = cut lock.packages."";
  };

  # Of `node_modules/a/node_modules/@b/c`: [ "node_modules/a/" "@b/c" ].
  splitPath = match "(.*)node_modules/(.*)";

  # The package whose node_modules a path is in; "" for the root.
  parentOf =
    path:
    let
      parent = match "(.*)/" (head (splitPath path));
    in
    if parent == null then "" else head parent;

  # Where Node finds what the package at a path depends on: in its own node_modules, else in those around it. Null
  # where it is not installed, as may be with an optional dependency.
  find =
    path: name:
    let
      here = (if path == "" then "" else "${path}/") + "node_modules/${name}";
    in
    if entries ? ${here} then
      here
    else if path == "" then
      null
    else
      find (parentOf path) name;

  # Whether a list of npm's, such as [ "linux" ] or [ "!win32" ], has a value.
  allows =
    list: value:
    let
      isRefusal = item: match "!.*" item != null;
      named = filter (item: !(isRefusal item)) list;
    in
    !(elem "!${toString value}" list) && (named == [ ] || elem value named);

  fits =
    entry:
    all (field: !(entry ? ${field}) || allows entry.${field} platform.${field}) [
      "os"
      "cpu"
      "libc"
    ];

  # Where the dependencies of a package are, of one kind; those that are not for this platform left out.
  pathsOf =
    path: kind:
    let
      found = map (find path) (attrNames (entries.${path}.${kind} or { }));
    in
    filter (found: found != null && fits entries.${found}) found;

  reached = map (item: item.key) (genericClosure {
    startSet = [ { key = ""; } ];
    operator =
      { key }:
      map (path: { key = path; }) (
        concatMap (pathsOf key) [
          "dependencies"
          "devDependencies"
          "optionalDependencies"
          "peerDependencies"
        ]
      );
  });

  # npm would look for the optional dependencies that are not in the lock file.
  withoutOthers =
    path: entry:
    entry
    // (
      if entry ? optionalDependencies then
        {
          optionalDependencies = select (filter (name: elem (find path name) reached) (
            attrNames entry.optionalDependencies
          )) entry.optionalDependencies;
        }
      else
        { }
    );

  # `@b/c` at 1.0.0 is `@b/c/-/c-1.0.0.tgz` in every registry.
  addressOf =
    path: entry:
    let
      name = entry.name or (elemAt (splitPath path) 1);
      parts = filter (part: !(isList part)) (split "/" name);
      file = elemAt parts (length parts - 1);
    in
    "${registry}/${name}/-/${file}-${entry.version}.tgz";

  withAddress =
    path: entry:
    if path == "" then
      entry
    else if entry ? integrity then
      withoutOthers path entry // { resolved = entry.resolved or (addressOf path entry); }
    else
      throw "package-lock.json has no integrity for ${path}, so Nix cannot fetch it";
in
{
  package = cut manifest;
  packageLock = lock // {
    packages = mapAttrs withAddress (select reached entries);
  };
}
