import { acceptNewest } from "../../../../web/src/core/crypto/accept.ts";

import { readEntry } from "../../../../web/src/core/model/entry.ts";
import { isRemoved } from "../../../../web/src/core/model/record.ts";
import { canonicalText } from "../../../../web/src/core/protocol/canonical.ts";
import type { Id } from "../../../../web/src/core/protocol/encoding.ts";
import { change, type Storage } from "../../../../web/src/core/store/contract.ts";
import { only, tables } from "../../../../web/src/core/store/schema.ts";
import { openAccount, typed } from "../../../../web/src/core/sync/account.ts";
import { withKeyring } from "../../../../web/src/core/sync/open-keys.ts";
import { Device } from "../engine/device.ts";
import type { Family, Member } from "../engine/family.ts";
import { ModelServer } from "../engine/model-server.ts";

export const passphrase = "cocoa tidal ember willow gravel lantern";

export const page = (body: string) => ({ title: "", body, tags: [] });

/** Two devices of one account; `phone` is the one that acts. */
export class Scene {
  readonly server: ModelServer;
  readonly members: readonly [Member, Member];
  phone: Device;
  laptop: Device;
  readonly pages = new Map<string, Id>();

  private constructor(server: ModelServer, members: readonly [Member, Member]) {
    this.server = server;
    this.members = members;
    [this.phone, this.laptop] = [new Device(members[0], server), new Device(members[1], server)];
  }

  /** Both have just entered; the phone knows the first keyring only. */
  static async begin({ members: [first, second], keyrings, typed }: Family): Promise<Scene> {
    const server = new ModelServer(first.keys.vault, keyrings);
    [server.slots, server.wraps] = [first.account.slots, first.account.wraps];
    const [keyring] = keyrings;
    if (keyring === undefined) throw new Error("an account has a keyring");
    const { account, keys } = first;
    const pinned = await acceptNewest(keys.account, keyring, typed.login.key.public);
    const atFirst = { account, keys: await withKeyring(keys, pinned, account.wraps) };
    const scene = new Scene(server, [atFirst, second]);
    await Promise.all([scene.phone.begin(), scene.laptop.begin()]);
    return scene;
  }

  /** What a kill at this moment leaves: everything on disk, opened again, and the server. */
  async left(): Promise<Scene> {
    const scene = new Scene(copyOf(this.server), this.members);
    for (const [id, record] of this.pages) scene.pages.set(id, record);
    await reopen(scene.phone, this.phone);
    await reopen(scene.laptop, this.laptop);
    return scene;
  }

  /** The laptop acts from now on, under the name of the phone. */
  swap(): void {
    [this.phone, this.laptop] = [this.laptop, this.phone];
  }

  async edit(device: Device, name: string, body: string): Promise<void> {
    const record = this.record(name);
    await device.keep(record, page(body), await device.entry(record));
  }

  record(name: string): Id {
    const record = this.pages.get(name);
    if (record === undefined) throw new Error(`no page ${name}`);
    return record;
  }
}

export function copyOf(server: ModelServer): ModelServer {
  const copy = new ModelServer(server.vault, server.keyrings);
  [copy.slots, copy.wraps, copy.state] = [server.slots, server.wraps, server.state];
  copy.minimumEpoch = server.minimumEpoch;
  [copy.clock, copy.maxRevisionBytes] = [server.clock, server.maxRevisionBytes];
  return copy;
}

/** A process begins on what another left on the disk. */
async function reopen(device: Device, before: Device): Promise<void> {
  await copyRows(before.store, device.store);
  const [account, keyring] = [
    await device.store.get("account", only),
    await device.store.get("keyring", only),
  ];
  if (account === null || keyring === null) throw new Error("it has entered");
  const known = await typed(account.name, account.salt, passphrase);
  device.holder.open = await openAccount(account, keyring.sealed, known.way);
  device.clock = before.clock;
}

/** Every row of one store in another. */
export async function copyRows(from: Storage, to: Storage): Promise<void> {
  for (const table of tables) {
    const changes = (await from.all(table)).map((row) => change(table, keyOf(row), row));
    await to.write({ changes, expects: [], lead: null, strict: true });
  }
}

function keyOf(row: object): string {
  if ("record" in row) return String(row.record);
  const isAttempt = "commit" in row && !("body" in row);
  return isAttempt ? String(row.commit) : only;
}

/** The texts of all pages that a device shows, sorted. */
export async function texts(device: Device): Promise<string[]> {
  const values = await Promise.all((await device.records()).map((record) => device.value(record)));
  const shown = values.filter((value) => value?.kind === "entry" && !isRemoved(value));
  return shown.map((value) => (value === null ? "" : readEntry(value).body.trim())).sort();
}

/** Everything that two devices have in common: what neither of them holds back. */
export async function shared({ phone, laptop }: Scene): Promise<[string[], string[]]> {
  const waiting = [...(await phone.store.all("outbox")), ...(await laptop.store.all("outbox"))].map(
    ({ record }) => record,
  );
  const said = async (device: Device) => {
    const records = (await device.records()).filter((record) => !waiting.includes(record));
    const values = await Promise.all(records.map((record) => device.value(record)));
    return records.map((record, i) => `${record} ${canonicalText(values[i] ?? null)}`);
  };
  return [await said(phone), await said(laptop)];
}
