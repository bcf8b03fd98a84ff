// Stands in for the worker on screens that are hard to reach for real (an alarm, a merge, a refused keep).
// It answers the messages of web/src/core/contract.ts from `window.__story`, set before it.
(() => {
  const story = window.__story;
  const words = "lantern orchard mitten harbor puddle kettle saddle window marble thimble".split(" ");
  const empty = { phase: "fresh", name: null, sync: "done", waiting: 0, alarm: null, verifiedAt: null };
  const pages = story.pages.map((page, index) => ({
    record: String(index + 1).padStart(32, "0"),
    kind: "page",
    title: page.title,
    opening: page.body.slice(0, 140),
    createdAt: Date.UTC(2026, 2, 20 - index, 9, 30),
    updatedAt: Date.UTC(2026, 2, 20 - index, 9, 30),
    kept: page.kept ?? "server",
    merged: page.merged ?? false,
    newer: page.newer ?? false,
    text: { title: page.title, body: page.body, tags: page.tags ?? [] },
  }));
  const status = { ...empty, ...story.status };
  const refuse = (code) => {
    throw { code };
  };
  const open = (values) => Object.assign(status, { phase: "open" }, values);
  const find = (record) => pages.find((page) => page.record === record);
  const commands = {
    status: () => status,
    offerPassphrase: () => words.slice(0, 6),
    signUp: ({ name }) => open({ name, sync: "recovery_first" }),
    signIn: ({ name }) => open({ name }),
    unlock: ({ passphrase }) => (passphrase === story.passphrase ? open({}) : refuse("wrong_secret")),
    recoveryCode: () => words,
    confirmRecovery: ({ words: typed }) => typed === words.join(" "),
    list: ({ offset, limit }) => ({ pages: pages.slice(offset, offset + limit), total: pages.length }),
    read: ({ record }) => find(record) ?? null,
    keep: ({ record, text }) => {
      if (story.refuse) refuse(story.refuse);
      const words = (story.theirs ?? "") + text.body;
      delete story.theirs;
      const page = find(record) ?? { ...pages[0], record: "f".repeat(32), merged: false, createdAt: Date.now() };
      const kept = Object.assign(page, {
        text: { ...text, body: words },
        title: text.title,
        opening: words.slice(0, 140),
        kept: "device",
      });
      if (!pages.includes(kept)) pages.unshift(kept);
      return kept;
    },
    dismissMerged: ({ record }) => Object.assign(find(record), { merged: false }),
    syncNow: () => null,
    exportBackup: () =>
      story.export === "slow"
        ? new Promise(() => {})
        : { file: new Blob(["sealed"]), name: "goldseam-2026-03-20.age", pages: pages.length },
    cancelExport: () => null,
  };

  window.Worker = class extends EventTarget {
    postMessage({ id, command, input }) {
      Promise.resolve()
        .then(() => commands[command](input))
        .then((result) => this.say({ type: "result", id, result: structuredClone(result) }))
        .catch((failure) => this.say({ type: "failure", id, failure: { code: failure.code } }));
      if (command === "exportBackup" && story.export === "slow") {
        this.say({ type: "notice", notice: { type: "progress", work: "export", done: 12, total: 40 } });
      }
    }
    say(data) {
      setTimeout(() => this.ended || this.dispatchEvent(new MessageEvent("message", { data })));
    }
    terminate() {
      this.ended = true;
      if (status.phase === "open") status.phase = "locked";
    }
  };
})();
