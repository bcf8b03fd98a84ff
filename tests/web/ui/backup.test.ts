import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { expect, test, vi } from "vitest";
import { recipientFault, recipientIn } from "../../../web/src/core/contract.ts";
import { Refused } from "../../../web/src/ui/client.ts";
import { Backup, LockDraft } from "../../../web/src/ui/state/backup.svelte.ts";
import { BackupReminder } from "../../../web/src/ui/state/backup-reminder.ts";
import { Idle } from "../../../web/src/ui/state/idle.svelte.ts";
import type { Session } from "../../../web/src/ui/state/session.svelte.ts";

const recipient = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
const secret = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
const file = new Blob(["sealed"]);
const made = { file, name: "goldseam-2026-01-05.age", pages: 2, leftOut: 0 };

test("the recipients that the age library makes are taken", async () => {
  const fresh = await identityToRecipient(await generateX25519Identity());
  expect([recipient, fresh].map(recipientFault)).toEqual([null, null]);
});

test("spaces around a recipient and capitals throughout make no difference", () => {
  expect(recipientIn(` ${recipient}\n`)).toBe(recipient);
  expect(recipientIn(recipient.toUpperCase())).toBe(recipient);
  expect(recipientFault(recipientIn(recipient.replace("z", "Z")))).toBe("mistyped");
});

test("a wrong letter anywhere in a recipient is found", () => {
  const start = "age1".length;
  for (let place = start; place < recipient.length; place += 1) {
    const other = recipient[place] === "q" ? "p" : "q";
    const changed = recipient.slice(0, place) + other + recipient.slice(place + 1);
    expect(recipientFault(changed)).toBe("mistyped");
  }
});

test.each([
  ["", "none"],
  [secret, "secret"],
  [secret.toLowerCase(), "secret"],
  ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB8Ht8Z3j6yDWPBHQtOp/R9rjWvfMYo3MSA/K6q8D86r", "foreign"],
  ["age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t", "foreign"],
  ["somebody@example.org", "foreign"],
  [recipient.slice(0, -1), "mistyped"],
  [`${recipient}q`, "mistyped"],
  [`${recipient} ${recipient}`, "mistyped"],
])("what is no recipient is told by its kind: %s", (typed, fault) => {
  expect(recipientFault(typed)).toBe(fault);
});

test("a lock is closed only when nothing is in the way of the chosen one", () => {
  const draft = new LockDraft();
  expect([draft.close(), draft.fault]).toEqual([null, "short"]);
  draft.choose("recipient");
  expect(draft.fault).toBeNull();
  expect([draft.close(), draft.keyFault]).toEqual([null, "none"]);
  draft.recipient = ` ${recipient}`;
  expect(draft.close()).toEqual({ recipient });
  draft.choose("passphrase");
  draft.offer("six words for this file alone".split(" "));
  expect(draft.close()).toEqual({ passphrase: "six words for this file alone" });
});

test("a finished backup says what opens it", async () => {
  const backup = backupBy(async () => made);
  await backup.make({ recipient });
  expect([backup.stage, backup.made]).toEqual(["ready", { ...made, way: "recipient" }]);
});

test("a refused backup goes back to asking, with the reason", async () => {
  const backup = backupBy(() => Promise.reject(new Refused("backup_damaged")));
  await backup.make({ passphrase: "x" });
  expect([backup.stage, backup.failure, backup.made]).toEqual(["asking", "backup_damaged", null]);
});

test("a backup that is stopped is no failure, and the next one waits for its end", async () => {
  const ends: ((error: Error) => void)[] = [];
  const exporting = vi.fn(() => new Promise<never>((_, reject) => ends.push(reject)));
  const backup = backupBy(exporting);
  const first = backup.make({ passphrase: "x" });
  await Promise.resolve();
  await backup.cancel();
  expect([backup.stage, backup.failure]).toEqual(["cancelled", null]);
  const second = backup.make({ passphrase: "y" });
  expect(exporting).toHaveBeenCalledTimes(1);
  ends[0]?.(new Refused("cancelled"));
  await first;
  await vi.waitFor(() => expect(exporting).toHaveBeenCalledTimes(2));
  expect(backup.stage).toBe("making");
  ends[1]?.(new Refused("cancelled"));
  await second;
});

test("C2: nobody is reminded who did not ask, and nothing is kept of them", () => {
  const { reminder, kept } = reminders();
  reminder.beginRound("2026-01-05");
  expect([reminder.every, reminder.isDue("2036-01-05"), kept.size]).toEqual(["never", false, 0]);
});

test("C2: who asked is told once the time is over, and not again in the same round", () => {
  const { reminder, kept } = reminders();
  reminder.choose("month", "2026-01-31");
  expect(["2026-02-28", "2026-03-03"].map((day) => reminder.isDue(day))).toEqual([false, true]);
  reminder.beginRound("2026-03-03");
  expect(["2026-04-02", "2026-04-03"].map((day) => reminder.isDue(day))).toEqual([false, true]);
  reminder.choose("quarter", "2026-04-03");
  expect(["2026-07-02", "2026-07-03"].map((day) => reminder.isDue(day))).toEqual([false, true]);
  reminder.choose("never", "2026-07-03");
  expect([reminder.isDue("2036-07-03"), kept.size]).toEqual([false, 0]);
});

test.each(["", "month", "month never", "weekly 2026-01-05"])(
  "a reminder that reads as none is none or harmless: %j",
  (text) => {
    const { reminder, kept } = reminders();
    kept.set("backup-reminder", text);
    expect(() => reminder.isDue("2026-01-05")).not.toThrow();
  },
);

function backupBy(exporting: () => Promise<unknown>): Backup {
  const ask = async (command: string) => (command === "exportBackup" ? exporting() : null);
  // Each answer above is the result of its own command.
  const session = { ask: ask as Session["ask"], progress: null } as Session;
  return new Backup(session, new Idle(() => {}));
}

function reminders(): { reminder: BackupReminder; kept: Map<string, string> } {
  const kept = new Map<string, string>();
  const store = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  return { reminder: new BackupReminder(store), kept };
}
