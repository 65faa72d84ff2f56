# As much of nixpkgs as our Nix files use, so that they can be evaluated without it: its functions hand back what they
# are given, and the types of options check what they can.
let
  inherit (builtins)
    attrNames
    elem
    filter
    isAttrs
    isBool
    isInt
    isString
    listToAttrs
    mapAttrs
    ;

  type = name: check: { inherit name check; };

  isOption = value: isAttrs value && value._type or "" == "option";

  # The values of options: those given, or the defaults. An error where one is unknown, missing or of another type.
  valuesOf =
    path: options: given:
    let
      unknown = filter (name: !(options ? ${name})) (attrNames given);
    in
    if unknown != [ ] then
      throw "there is no option ${path}.${builtins.head unknown}"
    else
      mapAttrs (
        name: option:
        let
          here = "${path}.${name}";
          value = given.${name} or (option.default or (throw "${here} has no value"));
        in
        if !(isOption option) then
          valuesOf here option (given.${name} or { })
        else if !(option ? description) then
          throw "${here} has no description"
        else if option.type.check value then
          value
        else
          throw "${here} is not of type ${option.type.name}"
      ) options;
in
rec {
  lib = {
    mkOption = option: option // { _type = "option"; };
    mkEnableOption =
      what:
      lib.mkOption {
        type = lib.types.bool;
        default = false;
        description = "Whether to enable ${what}.";
      };
    mkIf = condition: value: if condition then value else { };
    mkDefault = value: value;
    literalExpression = text: { inherit text; };
    optional = condition: value: if condition then [ value ] else [ ];
    optionalAttrs = condition: value: if condition then value else { };
    optionalString = condition: value: if condition then value else "";
    getExe = package: "${package}/bin/${package.meta.mainProgram}";
    makeBinPath = packages: builtins.concatStringsSep ":" (map (package: "${package}/bin") packages);
    importJSON = file: builtins.fromJSON (builtins.readFile file);
    genAttrs =
      names: make:
      listToAttrs (
        map (name: {
          inherit name;
          value = make name;
        }) names
      );
    fileset = {
      toSource = { root, fileset }: fileset;
      unions = map toString;
    };
    licenses.mit = "MIT";
    platforms = {
      linux = [ "linux" ];
      darwin = [ "darwin" ];
    };
    trivial.release = "26.05";
    types = {
      bool = type "bool" isBool;
      str = type "str" isString;
      port = type "port" (value: isInt value && value >= 0 && value < 65536);
      ints.positive = type "positive int" (value: isInt value && value > 0);
      package = type "package" (value: value ? outPath);
      nullOr = inner: type "null or ${inner.name}" (value: value == null || inner.check value);
      attrsOf =
        inner:
        type "attrs of ${inner.name}" (
          value: isAttrs value && builtins.all (name: inner.check value.${name}) (attrNames value)
        );
    };
  };

  package = name: {
    inherit name;
    outPath = "/store/${name}";
    meta.mainProgram = name;
  };

  pkgs = {
    inherit lib;
    stdenv = {
      buildPlatform = {
        isLinux = true;
        isDarwin = false;
        isAarch64 = false;
        isMusl = false;
        canExecute = platform: platform.isLinux;
      };
      hostPlatform = {
        system = "x86_64-linux";
        isLinux = true;
      };
    };
    buildNpmPackage = arguments: arguments // package arguments.pname;
    importNpmLock = {
      npmConfigHook = "hook";
      __functor = _self: arguments: arguments;
    };
    mkShell = arguments: arguments // package "shell";
    runCommand = name: arguments: script: arguments // package name // { inherit script; };
    writeText = name: text: package name // { inherit text; };
    callPackage =
      file: arguments:
      let
        function = import file;
        wanted = attrNames (builtins.functionArgs function);
      in
      function (lib.genAttrs (filter (name: pkgs ? ${name}) wanted) (name: pkgs.${name}) // arguments);
  }
  // lib.genAttrs [
    "biome"
    "by-name-bot"
    "git"
    "installShellFiles"
    "makeWrapper"
    "nixfmt"
    "nixfmt-tree"
    "nodejs_24"
  ] package;

  # What a NixOS module sets for these values of its options.
  evaluateModule =
    file: given:
    let
      module = import file {
        inherit lib pkgs;
        config.services.by-name-bot = valuesOf "services.by-name-bot" module.options.services.by-name-bot given;
      };
    in
    module.config;
}
