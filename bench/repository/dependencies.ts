const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Top-level attributes that packages take in `nativeBuildInputs`. */
export const buildTools = words(`
  pkg-config cmake meson ninja autoreconfHook makeWrapper installShellFiles gettext perl python3 bison flex
  wrapGAppsHook3 wrapGAppsHook4 gobject-introspection vala help2man asciidoctor scdoc pandoc doxygen graphviz
  texinfo m4 which unzip zip desktop-file-utils copyDesktopItems imagemagick protobuf swig nasm yasm rsync
  makeBinaryWrapper versionCheckHook writableTmpDirAsHomeHook gtk-doc docbook_xsl libxslt intltool jq
  validatePkgConfig blueprint-compiler appstream extra-cmake-modules patchelf
`);

/** Top-level attributes that packages take in `buildInputs`. */
export const libraries = words(`
  openssl zlib curl libpng libjpeg libtiff libwebp giflib freetype fontconfig harfbuzz cairo pango gdk-pixbuf
  glib gtk3 gtk4 libadwaita libhandy librsvg atk at-spi2-core dbus sqlite libxml2 libyaml json_c jansson
  nlohmann_json yajl expat pcre pcre2 oniguruma readline ncurses libedit gmp mpfr libmpc boost eigen fmt spdlog
  abseil-cpp protobuf grpc re2 leveldb rocksdb lmdb db libuv libev libevent libsodium libgcrypt libgpg-error
  gpgme gnutls nettle libtasn1 p11-kit mbedtls wolfssl libssh libssh2 nghttp2 brotli zstd lz4 xz bzip2 snappy
  lzo libarchive libzip minizip zziplib c-ares libidn2 libpsl libunistring icu utf8proc libiconv gettext
  alsa-lib libpulseaudio pipewire jack2 portaudio libsndfile libsamplerate soxr fftw flac libogg libvorbis
  libopus speex lame mpg123 libmad faad2 taglib chromaprint ffmpeg libvpx libaom dav1d x264 x265 svt-av1
  libass libbluray libdvdread libdvdnav libcdio libcddb SDL2 SDL2_image SDL2_mixer SDL2_ttf sdl3 glfw glew
  libGL libGLU libglvnd mesa vulkan-headers vulkan-loader shaderc spirv-tools libepoxy libdrm libgbm libva
  libvdpau wayland wayland-protocols wayland-scanner libxkbcommon libinput libevdev mtdev udev systemd libusb1
  hidapi libftdi1 libserialport bluez avahi libnotify libsecret libsoup_3 webkitgtk_4_1 gtksourceview5 vte
  gst_all_1.gstreamer gst_all_1.gst-plugins-base gst_all_1.gst-plugins-good gst_all_1.gst-libav poppler
  ghostscript mupdf djvulibre qpdf podofo hunspell enchant aspell tesseract leptonica opencv imagemagick
  graphicsmagick exiv2 libexif libraw lcms2 openexr openjpeg libheif libavif libjxl gdal proj geos
  libspatialite hdf5 netcdf blas lapack openblas suitesparse gsl glpk mpi tbb llvm libclang libffi lua luajit
  guile tcl tk ruby perl postgresql libmysqlclient mariadb-connector-c unixODBC freetds hiredis rabbitmq-c
  zeromq cppzmq czmq nanomsg libmicrohttpd civetweb fcgi libxcb libX11 libXext libXrandr libXi libXcursor
  libXinerama libXft libXtst libXScrnSaver xorg.libxkbfile xorg.xcbutil xorg.xcbutilwm cups sane-backends
  libvirt libcap libcap_ng libseccomp audit pam acl attr keyutils elfutils libbpf libpcap libnl numactl
  util-linux fuse3 e2fsprogs btrfs-progs lvm2 cryptsetup tpm2-tss opensc pcsclite libfido2 yubikey-personalization
  argp-standalone gumbo tinyxml-2 pugixml rapidjson yaml-cpp jsoncpp cjson libconfig popt gflags glog gtest
  catch2 doctest cppunit check criterion cmocka benchmark tomlplusplus magic-enum cli11 cxxopts range-v3
  qt6.qtbase qt6.qtsvg qt6.qttools qt6.qtdeclarative qt6.qtwayland qt6.qtmultimedia libsForQt5.qtbase
`);

/** Programs that scripts and wrappers put on `PATH`. */
export const programs = words(`
  coreutils gnused gnugrep gawk findutils util-linux jq yq-go curl wget git openssh rsync ffmpeg imagemagick
  xdg-utils procps iproute2 iputils nettools gnupg pass fzf ripgrep fd bat eza tmux socat netcat-gnu bc dialog
  libnotify wl-clipboard xclip slurp grim gum skopeo podman kubectl kubernetes-helm age sops gnutar gzip unzip
  p7zip file which less man gettext nix nix-prefetch-git common-updater-scripts inotify-tools parallel pv
`);

/** Attributes of `python3Packages`. */
export const pythonModules = words(`
  aiohttp aiofiles anyio appdirs argcomplete attrs babel beautifulsoup4 bleach boto3 cachetools certifi cffi
  chardet click click-default-group colorama construct cryptography cssselect dateparser defusedxml django
  dnspython docker docutils fastapi feedparser filelock flask flask-cors fsspec gitpython google-auth grpcio
  h5py html5lib httpx humanize icalendar idna importlib-metadata isodate itsdangerous jinja2 jsonschema
  keyring kubernetes lark ldap3 loguru lxml magic markdown markdown-it-py matplotlib mistune mpmath msgpack
  mutagen mypy-extensions networkx numpy orjson packaging pandas paramiko passlib pathspec pexpect pillow
  platformdirs plotly pluggy prettytable prompt-toolkit protobuf psutil psycopg2 pyasn1 pycryptodome pydantic
  pygments pyjwt pymysql pyopenssl pyparsing pyperclip pyqt6 pyserial pysocks python-dateutil python-dotenv
  python-magic pytz pyudev pyusb pyxdg pyyaml pyzmq questionary rapidfuzz redis requests requests-toolbelt
  rich ruamel-yaml scipy semver sentry-sdk setproctitle shapely six sortedcontainers sqlalchemy starlette
  tabulate tenacity termcolor textual toml tomli tomlkit tornado tqdm typer typing-extensions tzlocal
  unidecode urllib3 urwid uvicorn uvloop validators watchdog wcwidth websocket-client websockets werkzeug
  xmltodict yarl zeroconf zstandard
`);

export const pythonTestModules = words(`
  pytestCheckHook pytest-asyncio pytest-cov-stub pytest-mock pytest-xdist hypothesis freezegun responses
  requests-mock pytest-timeout pytest-httpserver syrupy mock
`);

/** Attributes beside which `all-packages.nix` has another version, and what an override passes instead. */
export const variants: ReadonlyMap<string, readonly string[]> = new Map([
  ["stdenv", ["gcc13Stdenv", "clangStdenv", "llvmPackages_18.stdenv", "gccStdenv"]],
  ["buildGoModule", ["buildGo124Module", "buildGo125Module"]],
  ["rustPlatform", ["rustPlatform_1_86"]],
  ["python3Packages", ["python312Packages", "python311Packages"]],
  ["python3", ["python312", "python311"]],
  ["openssl", ["openssl_1_1", "openssl_3_5", "libressl"]],
  ["boost", ["boost186", "boost187"]],
  ["ffmpeg", ["ffmpeg_6", "ffmpeg_7", "ffmpeg-full"]],
  ["protobuf", ["protobuf_21", "protobuf_29"]],
  ["lua", ["lua5_1", "lua5_4"]],
  ["llvm", ["llvm_17", "llvm_18"]],
  ["nodejs", ["nodejs_20", "nodejs_22"]],
  ["jdk", ["jdk11", "jdk17", "jdk21"]],
  ["jre", ["jre8", "jre17_minimal"]],
  ["electron", ["electron_35", "electron_36"]],
  ["fmt", ["fmt_9", "fmt_11"]],
  ["icu", ["icu74", "icu75"]],
  ["gtest", ["gtest_1_14"]],
  ["eigen", ["eigen_3_4_0"]],
  ["opencv", ["opencv4"]],
  ["tcl", ["tcl-8_6"]],
  ["sqlite", ["sqlite-interactive"]],
  ["curl", ["curlMinimal", "curlHTTP3"]],
  ["libsoup_3", ["libsoup_2_4"]],
  ["db", ["db48", "db53"]],
  ["fftw", ["fftwFloat"]],
  ["systemd", ["systemdMinimal"]],
  ["imagemagick", ["imagemagickBig"]],
  ["postgresql", ["postgresql_15", "postgresql_16"]],
  ["hdf5", ["hdf5_1_10"]],
]);
