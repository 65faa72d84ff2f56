const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Words that names of packages are built from. */
export const nameStems = words(`
  acme agent air alert alpha amber anchor ansible apollo aqua arc archive arrow ascii asset astro atlas atom
  audio audit aurora auth auto avro awk azure back badge bash batch beacon bench beta binary bit black blast
  blaze block blue boot bot box branch bridge browse bucket buffer build bump cache cad calc camera canvas
  carbon card cargo cast cat cava cell chain chart chat check chess chroma chrome cipher circle clang clean
  click clip clock cloud cluster code coin color comet compose conda config console container convert copper
  core cosmic crab crash cron crypt crystal cube curl cursor cyber daemon dash data debug deck delta deploy
  desk diff digest direct disk dist dns dock docker dot draw drift drive drop duck dump dust dwarf dyn earth
  echo edge edit electron elf elixir ember emoji engine env epub event exif exec expand export extract eye
  face falcon fast feather feed fetch file filter find fire firm fish flag flake flame flash flat fleet flex
  flow flux fold font forge fork form fortune frame free frost fuse fuzz gallery game garden gate gem geo
  ghost git glass glow gnome go gold grad grafana graph grass green grid grip group guard gui habit hack
  hammer hand hash haskell hawk head heap helm hex hive home hook host html http hub hugo hydra hyper icon
  image import index ink input insight iris iron jade java jet job json juice jump jupyter kafka kanban kernel
  key kit kite kube label lambda lamp laser latex launch layer leaf ledger lemon lens level lime line link lint
  lisp list live loader lock log loop lua lunar mail make map mark mask matrix maze media mem mesh meta metric
  micro midi mind mini mint mirror mock mode mongo monitor moon mosaic mount mouse mpd multi music mux name
  nano native neo net nginx night nimble ninja node noise north note nova null number oak object ocean octo
  office onion open opal orbit origin osm otter outline owl pack page paint palette panda panel paper parse
  pass patch path pdf pearl peer pen perf photo pixel plan planet plasma play plot plugin pod point poly port
  post power press print probe process prom protocol proxy pulse pump puppet pure py quack quant quick quiet
  radar radio rail rain random rapid raven ray react reader record red redis reef regex relay release remote
  render repo rest ring river robot rocket root rose route rss ruby run rust sail salt sand scale scan scheme
  scope screen script scroll sea search secret seed send serve session shadow shape share shell shift ship
  shot signal silver simple site sketch sky sleep slide smart snake snap snow socket solar sonic sound source
  space spark spec sphere spider spin spring sprite sql ssh stack star static steam stone storage store storm
  stream strong studio style sub sugar sun super swap sway swift switch symbol sync syntax sys table tag tail
  tango tape task tauri tea tele term terra test text theme thread thunder tide tiger time tiny tmux todo token
  tool top torch torrent tower trace track trade train trans tree trim trust tube tui tunnel turbo twin type
  ultra unit up url user vault vector velvet verse vid view vim violet virt vision voice void volt vpn wall
  wasm watch water wave way web whisper wiki wild wind window wine wire wolf word work world wrap x xcode xdg
  xml yaml yarn yeti yield zebra zen zero zig zip zone zoom zsh
`);

/** What names of packages end in after a stem. */
export const nameSuffixes = words(`
  -cli -rs -ng -go -tools -server -client -unwrapped -bin -gtk -qt -utils -core -tui -desktop -mode -plugin
  -exporter -manager -daemon -viewer -editor -lite -next -sync -fonts -theme -icons -language-server -lsp
  -agent -bridge -studio ctl d er ify kit fs lab hub box man db q x 2 3 4 5 6 py js it ly gen view term scan
`);

export const namePrefixes = words(`
  lib go- py- rust- node- cargo- git- kube- docker- tree-sitter- terraform- vim- emacs- gnome- kde- x- qt open
  open- mini- micro- web- net- auto- re un pre- super hyper multi- xdg- wl- hypr sway- mpd- prometheus- google-
  aws- azure- nix- gst- perl- ocaml- haskell- gtk- sdl2- luajit- texlive- protoc-gen- steam- wayland- rofi-
`);

/** Syllables of invented names. */
export const syllables = words(`
  ba be bi bo bu ca ce ci co cu da de di do du fa fe fi fo fu ga ge gi go gu ha he hi ho hu ja je ji jo ju ka ke
  ki ko ku la le li lo lu ma me mi mo mu na ne ni no nu pa pe pi po pu qua qui ra re ri ro ru sa se si so su ta
  te ti to tu va ve vi vo vu wa we wi wo xa xe xi xo ya ye yo yu za ze zi zo zu bra bri clo cre dra dre fla fre
  glo gra kli kra pla pre pro sha sho sky sla smo spa ste sti stra swi tha thi tra tri tro wha al an ar as at
  el en er es et il in ir is it ol on or os ot um un ur us ut ax ex ix ox
`);

export const nouns = words(`
  files images packets containers certificates passwords notes documents bookmarks photos playlists feeds
  databases clusters keyboards fonts archives repositories patches logs metrics sensors calendars contacts
  messages emails subtitles playlists textures models graphs meshes tokens secrets queues schemas snapshots
  backups partitions volumes terminals sessions windows workspaces themes icons games levels maps routes
`);

export const adjectives = words(`
  fast simple minimal lightweight modern extensible portable cross-platform interactive declarative reliable
  secure self-hosted terminal-based tiny flexible scriptable opinionated experimental distributed incremental
  concurrent user-friendly highly-configurable stateless idiomatic hackable reproducible zero-configuration
`);

export const kinds = words(`
  tool library client server editor viewer manager daemon parser compiler linter formatter debugger profiler
  framework converter generator scanner monitor player recorder emulator launcher dashboard proxy gateway
  indexer scheduler wrapper renderer tracker validator browser synchronizer visualizer interpreter
`);

export const technologies = words(`
  Wayland X11 Kubernetes Git PostgreSQL SQLite Bluetooth MIDI OpenGL Vulkan HTTP MQTT gRPC Markdown LaTeX JSON
  YAML TOML WebAssembly Docker systemd PipeWire OAuth LDAP DNS IPv6 CAN USB Linux GTK Qt Rust Python Lua
`);

export const givenNames = words(`
  ada alan alex alice amir ana anders andrea anna anton arjun astrid bart beatriz ben bjorn bob bruno carla
  carlos cecilia chen claire clara dana daniel david deniz diego dmitri elena elias emil emma erik eva fatima
  felix fiona florian francesca gabriel george greta gustav hana hans helen hiro hugo ida igor ines ingrid
  isaac ivan jakob jan jana jia joan joel jonas jose julia kai karin kate kenji kim klara lars laura lea leo
  lina linus liu luca lucia magnus maja marco maria marta mateo max maya mei mika milan mina mohamed nadia
  naomi niko nils noah nora olaf olga oliver oscar otto paul pavel petra pia priya quinn rafael raj ravi rosa
  ruben sam sara sergei silvia simon sofia sven tanja theo tim tomas ulla uma vera victor wei wim xavier yara
  yuki yusuf zoe
`);

export const familyNames = words(`
  abe adams almeida andersen bakker bauer becker berg bianchi bianco bosch brandt braun brown carvalho castro
  chen clark costa cruz dahl davis dubois eriksen evans fischer fontaine garcia gomez graf gupta haas hansen
  hill hoffman holm huang hughes ito jansen jensen johansson jones kaur keller khan kim klein kovacs krause
  kumar lang larsen lee lehmann lewis li lindberg lopez lund ma maier martin meyer moreau muller nakamura
  nguyen nielsen novak olsen ortiz park patel peeters pereira petrov ramos richter rossi russo sato schmidt
  schulz silva singh smit sokolov sorensen suzuki tanaka torres vargas vogel wagner walker wang weber white
  winter wolf wong wright yamada yang young zhang zimmer
`);
