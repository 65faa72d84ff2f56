import type {
  CheckView,
  Conversation,
  ConversationEntry,
  PullRequestView,
  ThreadView,
  World,
} from "simulated-github";

/** Something new that a person sees on a pull request. */
export type Happening =
  | { readonly kind: "entry"; readonly entry: ConversationEntry }
  | { readonly kind: "fixed"; readonly thread: ThreadView }
  | { readonly kind: "resolved"; readonly thread: ThreadView }
  | { readonly kind: "check"; readonly check: CheckView }
  | { readonly kind: "reaction"; readonly content: string; readonly by: string };

export type News = Happening & {
  /** Since the webhook. */
  readonly milliseconds: number;
};

export type Watch = {
  /** What is new since the watch began, oldest first. Ends it. */
  end(): readonly News[];
};

/** The webhooks by which the bot learns that there is something to do. */
const causes: ReadonlySet<string> = new Set(["pull_request", "issue_comment"]);

/**
 * Watches a pull request, or one that is just being opened, from the next webhook on. What the person did who
 * caused the webhook is not news.
 */
export function watch(world: World, pullRequest: Conversation | Promise<Conversation>): Watch {
  const times = new Map<string, number>();
  let known: ReadonlySet<string> | null = null;
  let watched: Conversation | null = null;
  let began: number | null = null;

  function begin(conversation: Conversation): void {
    watched = conversation;
    known = new Set(happeningsOf(conversation).keys());
  }

  function look(): void {
    if (watched === null || began === null) return;
    const passed = performance.now() - began;
    for (const [key, { by }] of happeningsOf(watched)) {
      if (isBot(by) && known?.has(key) !== true && !times.has(key)) times.set(key, passed);
    }
  }

  if (pullRequest instanceof Promise) void pullRequest.then(begin);
  else begin(pullRequest);
  const stops = [
    world.onEvent(({ name }) => {
      if (causes.has(name)) began ??= performance.now();
    }),
    world.onChange(look),
  ];
  return {
    end() {
      look();
      for (const stop of stops) stop();
      const seen = watched === null ? new Map<string, Seen>() : happeningsOf(watched);
      return [...times]
        .flatMap(([key, milliseconds]) => {
          const happening = seen.get(key)?.happening;
          return happening === undefined ? [] : [{ milliseconds, ...happening }];
        })
        .sort((one, other) => one.milliseconds - other.milliseconds);
    },
  };
}

function isBot(login: string): boolean {
  return login.endsWith("[bot]");
}

type Seen = { readonly happening: Happening; readonly by: string };

/** What is to be seen, each under a name that stays the same, with who did it. */
function happeningsOf(pullRequest: Conversation): Map<string, Seen> {
  const view = pullRequest.view();
  return new Map([...entries(view), ...threads(view), ...checks(view), ...reactions(view)]);
}

function entries({ conversation }: PullRequestView): [string, Seen][] {
  // Nothing in the demonstration goes away again, so its place says which it is.
  return conversation.map((entry, i) => [
    `entry ${i}`,
    { happening: { kind: "entry", entry }, by: entry.kind === "event" ? entry.actor : entry.author },
  ]);
}

function threads(view: PullRequestView): [string, Seen][] {
  return view.threads.flatMap((thread): [string, Seen][] => {
    const [first] = thread.comments;
    return [
      ...(first?.body.startsWith("✅") === true
        ? [[`fixed ${thread.nodeId}`, { happening: { kind: "fixed", thread }, by: first.author }] as const]
        : []),
      ...(thread.resolvedBy === null
        ? []
        : [
            [
              `resolved ${thread.nodeId}`,
              { happening: { kind: "resolved", thread }, by: thread.resolvedBy },
            ] as const,
          ]),
    ].map(([key, seen]) => [key, seen]);
  });
}

function checks({ checks, head }: PullRequestView): [string, Seen][] {
  return checks
    .filter(({ status }) => status === "completed")
    .map((check) => [`check ${head} ${check.id}`, { happening: { kind: "check", check }, by: "[bot]" }]);
}

function reactions({ comments }: PullRequestView): [string, Seen][] {
  return comments.flatMap(({ id, reactions }) =>
    Object.entries(reactions).flatMap(([content, logins]) =>
      logins.map((by): [string, Seen] => [
        `reaction ${id} ${content} ${by}`,
        { happening: { kind: "reaction", content, by }, by },
      ]),
    ),
  );
}
