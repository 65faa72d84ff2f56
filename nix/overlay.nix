final: _prev: {
  by-name-bot = final.callPackage ./package.nix { };
}
