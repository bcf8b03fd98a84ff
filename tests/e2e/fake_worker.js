// Stands in for the worker on screens that are hard to reach for real (an alarm, a merge, a refused keep).
// It answers the messages of web/src/core/contract.ts from `window.__story`, set before it.
(() => {
  const story = window.__story;
  const words = "lantern orchard mitten harbor puddle kettle saddle window marble thimble".split(" ");
  const empty = { phase: "fresh", name: null, sync: "done", waiting: 0, damaged: 0, alarm: null, verifiedAt: null };
  const singletons = { settings: "5".repeat(32), safety_card: "6".repeat(32), pack_override: "7".repeat(32) };
  const begun = Date.UTC(2026, 2, 20, 9, 30);
  const daysBefore = (index) => begun - index * 24 * 60 * 60 * 1000;
  const filled = (parts) => Object.fromEntries(Object.entries(parts).filter(([, value]) => value?.length));
  const told = ({ kept = "server", merged = false, newer = false }) => ({ kept, merged, newer, unreadable: false });
  const viewOf = (record, at, kind, value, facts) => ({
    record,
    kind,
    value: { kind, v: 1, created_at: at, updated_at: at, tz: "Europe/Vienna", ...value },
    createdAt: at,
    updatedAt: at,
    ...told(facts),
    trashedAt: value.trashed_at ?? null,
  });
  const entryOf = ({ title, body, tags }) => filled({ title, body, tags });
  const records = [
    ...story.pages.map((page) => ["entry", entryOf(page), page]),
    ...(story.records ?? []).map(({ kind, ...value }) => [kind, value, {}]),
  ].map(([kind, value, facts], index) =>
    viewOf(singletons[kind] ?? String(index + 1).padStart(32, "0"), daysBefore(index), kind, value, facts),
  );
  const status = { ...empty, ...story.status };
  const refuse = (code) => {
    throw { code };
  };
  const open = (values) => Object.assign(status, { phase: "open" }, values);
  const held = (passphrase) => (passphrase === story.passphrase ? status : refuse("wrong_secret"));
  const known = { name: "", isThis: false, addedOn: null, seenOn: null, isRemoved: false, removedOn: null, isStranger: false, isNew: false };
  const devices = (story.devices ?? [{ name: "Chrome on Android", isThis: true, addedOn: "2026-03-01" }]).map(
    (one, index) => ({ ...known, device: String(index + 1).padStart(32, "0"), ...one }),
  );
  const find = (record) => records.find((one) => one.record === record);
  const wordsOf = (value) => ({
    title: value.cover ? "" : (value.title ?? value.name_shown ?? ""),
    opening: value.cover ? "" : (value.body ?? value.what ?? value.text ?? "").slice(0, 140),
  });
  const headerOf = ({ value, ...facts }) => ({
    ...facts,
    ...wordsOf(value),
    covered: value.cover === true,
    bring: value.bring === true,
    lookAgain: value.look_again ?? "",
    state: value.state ?? "",
    resurface: value.resurface ?? "",
    people: value.people ?? [],
    tags: value.tags ?? [],
  });
  const dayOf = (at) => new Date(at).toISOString().slice(0, 10);
  const namedOf = (ids) =>
    ids.map(find).filter(Boolean).map((view) => {
      const { record, kind, createdAt, title, opening, covered } = headerOf(view);
      return { record, kind, day: dayOf(createdAt), title, opening, covered };
    });
  const isListed = (view) => !Object.values(singletons).includes(view.record);
  const fits = (view, { kinds, only, person, tag }) =>
    (kinds?.includes(view.kind) ?? isListed(view)) &&
    (only === "trash") === (view.trashedAt !== null) &&
    (only !== "bring" || view.value.bring === true) &&
    (only !== "look_again" || Boolean(view.value.look_again)) &&
    (person === null || (view.value.people ?? []).includes(person)) &&
    (tag === null || (view.value.tags ?? []).includes(tag));
  const keepRecord = ({ record, value }) => {
    if (story.refuse) refuse(story.refuse);
    const mixed = story.theirs ? { ...value, body: story.theirs + (value.body ?? "") } : value;
    delete story.theirs;
    const view = find(record) ?? viewOf(record ?? "f".repeat(32), Date.now(), value.kind, {}, {});
    const { kind, v, created_at, updated_at, tz } = view.value;
    Object.assign(view, { value: { kind, v, created_at, updated_at, tz, ...mixed }, kept: "device" });
    if (!records.includes(view)) records.unshift(view);
    return view;
  };
  const putAway = (record, at) => {
    const view = find(record);
    const { trashed_at: _, ...value } = view.value;
    return Object.assign(view, { trashedAt: at, value: at === null ? value : { ...value, trashed_at: at } });
  };
  const bytes = (value) => new Uint8Array(32).fill(value);
  const passkeys = { passkeys: story.passkeys ?? [], hasEnded: story.hasEnded === true };
  // An authenticator: `unable` has no PRF, `stopped` makes a passkey and is not touched a second time, `touched` does both.
  const credentialWith = (prf) =>
    Object.create(PublicKeyCredential.prototype, {
      id: { value: "BAQE" },
      rawId: { value: bytes(4).buffer },
      type: { value: "public-key" },
      response: { value: {} },
      getClientExtensionResults: { value: () => ({ prf }) },
    });
  if (story.authenticator) {
    navigator.credentials.create = async () => credentialWith({ enabled: story.authenticator !== "unable" });
    navigator.credentials.get = async () => {
      if (story.authenticator === "stopped") throw new DOMException("", "NotAllowedError");
      return credentialWith({ results: { first: bytes(5).buffer } });
    };
  }
  // What the story does not tell goes on for ever.
  const answered = (answer) => answer ?? new Promise(() => {});
  const commands = {
    status: () => status,
    offerPassphrase: () => words.slice(0, 6),
    judgePassphrase: ({ passphrase }) =>
      passphrase.length > 20
        ? { isStrong: true, weakness: null, tricks: [] }
        : { isStrong: false, weakness: "common", tricks: ["signs"] },
    admission: () => story.admission ?? "open",
    signUp: ({ name }) => open({ name, sync: "recovery_first" }),
    signIn: ({ name }) => open({ name }),
    unlock: ({ passphrase }) => (passphrase === story.passphrase ? open({}) : refuse("wrong_secret")),
    recoveryCode: () => words,
    confirmRecovery: ({ words: typed }) => typed === words.join(" "),
    readRecord: ({ record }) => find(record) ?? null,
    keepRecord,
    listRecords: ({ offset, limit, before, ...query }) => {
      const found = records.filter((view) => fits(view, query)).map(headerOf);
      const newest = found.findIndex(({ createdAt }) => createdAt < (before ?? Infinity));
      const from = Math.max(0, newest + offset);
      return { records: found.slice(from, from + limit), hasNewer: from > 0, hasMore: from + limit < found.length };
    },
    months: (query) => {
      const days = records.filter((view) => fits(view, query)).map(({ createdAt }) => new Date(createdAt));
      return [...new Set(days.map((day) => new Date(day.getFullYear(), day.getMonth() + 1).getTime()))];
    },
    search: ({ text, chips, offset, limit }) => {
      const said = ({ value }) => [value.title, value.body, value.what, value.text, value.camera].filter(Boolean).join(" ");
      const words = text.toLowerCase().split(/\s+/).filter(Boolean);
      const marked = (text) => {
        const from = words.length > 0 ? text.toLowerCase().indexOf(words[0]) : -1;
        return { text, marks: from < 0 ? [] : [[from, from + words[0].length]] };
      };
      const listed = records.filter((view) => isListed(view) && view.trashedAt === null);
      const isAsked = words.length > 0 || chips.kind !== null;
      const fit = listed.filter((view) => isAsked && (chips.kind === null || view.kind === chips.kind));
      const found = fit.filter((view) => words.every((word) => said(view).toLowerCase().includes(word)));
      const open = found.filter(({ value }) => value.cover !== true);
      const hits = open.slice(offset, offset + limit).map((view) => {
        const page = headerOf(view);
        return { page, heading: marked(page.title), excerpt: marked(page.opening) };
      });
      const tags = [...new Set(listed.flatMap(({ value }) => value.tags ?? []))];
      return { hits, total: open.length, covered: found.length - open.length, tags, needs: ["comfort"] };
    },
    cancelSearch: () => null,
    look: ({ view, options }) =>
      view === "named"
        ? { view, data: { rows: namedOf(options.records) } }
        : answered(story.views?.[view] && { view, data: story.views[view] }),
    singleton: ({ kind }) => ({ record: singletons[kind], view: find(singletons[kind]) ?? null }),
    trash: ({ record }) => putAway(record, Date.now()),
    untrash: ({ record }) => putAway(record, null),
    erase: ({ record }) => {
      records.splice(records.indexOf(find(record)), 1);
      return null;
    },
    send: ({ record }) => find(record),
    dismissMerged: ({ record }) => Object.assign(find(record), { merged: false }),
    syncNow: () => null,
    lookAgain: () => story.found ?? (story.unfit ? refuse(story.unfit) : new Promise(() => {})),
    rejoin: () => ({ sent: 2, taken: 1, both: 1 }),
    rejoinedElsewhere: () => story.elsewhere ?? null,
    seenRejoined: () => {
      delete story.elsewhere;
      return null;
    },
    checkpoint: () => ({ words: words.slice(0, 8), sequence: 42, bytes: "ab".repeat(96) }),
    wordsLike: ({ start }) => (start.length < 2 ? [] : words.filter((word) => word.startsWith(start))),
    exportBackup: () =>
      story.export === "slow"
        ? new Promise(() => {})
        : {
            file: new Blob(["sealed"]),
            name: "goldseam-2026-03-20.age",
            pages: records.length,
            leftOut: story.leftOut ?? 0,
          },
    cancelExport: () => null,
    showPairing: () => ({
      words: [...words, ...words],
      qrText: `goldseam-pair 1\n${location.origin}\n${words.join(" ")} ${words.join(" ")}`,
      fourWords: words.slice(2, 6),
      seconds: 120,
    }),
    awaitPairing: () => (story.paired ? refuse(story.paired) : new Promise(() => {})),
    readPairing: () =>
      story.unread ? refuse(story.unread) : { deviceName: "Firefox on Android", fourWords: words.slice(2, 6) },
    admitDevice: ({ passphrase }) => (story.admit ? refuse(story.admit) : held(passphrase)),
    cancelPairing: () => null,
    drawRecovery: () => words,
    passkeys: () => passkeys,
    beginPasskey: ({ passphrase }) => {
      held(passphrase);
      return { slot: "d".repeat(32), challenge: bytes(1), user: bytes(2), input: bytes(3), others: [] };
    },
    keepPasskey: ({ name }) => {
      if (story.refuse) refuse(story.refuse);
      return { ...passkeys, passkeys: [{ slot: "d".repeat(32), name, device: "", isHere: true }] };
    },
    removePasskey: ({ passphrase, slot }) => {
      held(passphrase);
      return { ...passkeys, passkeys: passkeys.passkeys.filter((one) => one.slot !== slot) };
    },
    seenEndedPasskey: () => Object.assign(passkeys, { hasEnded: false }) && null,
    passkeysHere: () => (story.isHere ? [{ slot: "d".repeat(32), credential: bytes(4), input: bytes(3) }] : []),
    changePassphrase: ({ passphrase }) => held(passphrase),
    newRecovery: ({ passphrase }) => held(passphrase),
    recover: ({ name }) => open({ name }),
    newKeys: ({ passphrase }) => held(passphrase),
    devices: () => ({ devices, isWhole: story.isPart !== true }),
    removeDevices: ({ passphrase, devices: gone }) => {
      for (const one of devices) if (gone.includes(one.device)) Object.assign(one, { isRemoved: true, removedOn: "2026-03-20" });
      return held(passphrase);
    },
    newDevices: () => devices.filter(({ isNew }) => isNew),
    seenDevices: () => {
      for (const one of devices) one.isNew = false;
      return null;
    },
    leave: () => null,
    closeAccount: ({ passphrase }) => held(passphrase) && Object.assign(status, { sync: "closed" }),
    exportAccount: ({ passphrase }) => held(passphrase) && { file: new Blob(["{}"]), name: "account.json" },
    // The same words on each of three days before; the page itself is the newest.
    earlierVersions: ({ record }) => ({
      versions: [3, 2, 1].map((number) => {
        const { opening, covered } = headerOf(find(record));
        return { number, at: daysBefore(4 - number), words: opening, covered, beforeKeysOf: null };
      }),
      next: null,
      isPartial: story.isPartial ?? false,
    }),
    earlierVersion: ({ record }) => find(record).value,
    bringBack: () => null,
    chooseImport: () => null,
    previewPages: ({ choice: { withCovered } }) => {
      const tags = [...new Set(records.flatMap(({ value }) => value.tags ?? []))];
      const kinds = [...new Set(records.map(({ kind }) => kind))];
      const covered = story.coveredOut ?? 0;
      const files = records.length + (withCovered ? covered : 0);
      return { files, coveredOut: withCovered ? 0 : covered, leftOut: story.leftOut ?? 0, kinds, tags };
    },
    exportPages: () =>
      story.export === "slow"
        ? new Promise((_, stop) => Object.assign(story, { stop }))
        : { file: new Blob(["zip"]), name: "goldseam-readable-2026-03-20.zip", files: records.length },
    readPages: () => records.filter(({ value, trashedAt }) => !value.cover && trashedAt === null),
    cancelPages: () => story.stop?.({ code: "cancelled" }) ?? null,
    closePages: () => null,
    openImport: () => (story.refuse ? refuse(story.refuse) : answered(story.import)),
    changeImport: (change) => ({ ...story.import, ...change }),
    runImport: () => answered(story.imported),
    cancelImport: () => null,
    closeImport: () => null,
    importReport: () => new Blob(["list"]),
    openRestore: () => (story.refuse ? refuse(story.refuse) : answered(story.restore)),
    runRestore: () => answered(story.restored),
    cancelRestore: () => null,
    closeRestore: () => null,
    restoreReport: () => new Blob(["list"]),
  };
  // What takes long, at 12 of 40.
  const slow = {
    exportBackup: story.export === "slow" && "export",
    exportPages: story.export === "slow" && "export",
    runImport: !story.imported && "import",
    runRestore: !story.restored && "restore",
  };

  window.Worker = class extends EventTarget {
    postMessage({ id, command, input }) {
      Promise.resolve()
        .then(() => commands[command](input))
        .then((result) => this.say({ type: "result", id, result: structuredClone(result) }))
        .catch((failure) => this.say({ type: "failure", id, failure: { code: failure.code } }));
      const work = slow[command];
      if (work) this.say({ type: "notice", notice: { type: "progress", work, done: 12, total: 40 } });
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
