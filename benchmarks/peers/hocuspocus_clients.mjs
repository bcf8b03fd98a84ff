/**
 * `node hocuspocus_clients.mjs PORT BYTES`: does what each line of its input says, a list in JSON, and answers with a list of what it measured.
 * An item is so many random bytes in a list of Yjs.
 */

import { randomBytes } from "node:crypto";
import { argv, stdin, stdout } from "node:process";
import { createInterface } from "node:readline";
import { HocuspocusProvider } from "@hocuspocus/provider";
import * as Y from "yjs";

const [port, bytes] = argv.slice(2).map(Number);
let filler;

function connect(name) {
  return new HocuspocusProvider({ url: `ws://127.0.0.1:${port}`, name, document: new Y.Doc() });
}

const synced = (provider) =>
  new Promise((resolve) => provider.on("synced", () => resolve(provider)));
const connected = (name) => synced(connect(name));
const list = (provider) => provider.document.getArray("items");
const newItems = (size) => Array.from({ length: size }, () => new Uint8Array(randomBytes(bytes)));

/** Add the items; answered when the server has taken the change. */
function add(provider, items) {
  const taken = new Promise((resolve) => {
    const look = ({ number }) => {
      if (number > 0) return;
      provider.off("unsyncedChanges", look);
      resolve();
    };
    provider.on("unsyncedChanges", look);
  });
  list(provider).push(items);
  return taken;
}

async function addAll(provider, batches) {
  for (const items of batches) await add(provider, items);
}

function end(...providers) {
  for (const provider of providers) provider.destroy();
}

async function write(clients, size, count) {
  const names = Array.from({ length: clients }, (_, client) => `client-${client}`);
  const providers = await Promise.all(names.map(connected));
  const batches = names.map(() => Array.from({ length: count }, () => newItems(size)));
  const start = performance.now();
  await Promise.all(providers.map((provider, client) => addAll(provider, batches[client])));
  const seconds = (performance.now() - start) / 1000;
  end(...providers);
  return [seconds];
}

async function fill(size, count) {
  filler = await connected("filled");
  for (let batch = 0; batch < count; batch += 1) await add(filler, newItems(size));
  return [];
}

async function first(count) {
  if (filler) end(filler);
  filler = undefined;
  const start = performance.now();
  const provider = await connected("filled");
  const seconds = (performance.now() - start) / 1000;
  const found = list(provider).length;
  if (found !== count) throw new Error(`a first sync brought ${found} items`);
  end(provider);
  return [seconds];
}

async function spread(count) {
  const [one, other] = await Promise.all([connected("pair"), connected("pair")]);
  const times = [];
  for (let number = 0; number < count; number += 1) {
    const items = newItems(1);
    const there = new Promise((resolve) => list(other).observe(resolve));
    const start = performance.now();
    const taken = add(one, items);
    await there;
    times.push(performance.now() - start);
    await taken;
  }
  end(one, other);
  return times;
}

const doings = { write, fill, first, spread };

for await (const line of createInterface({ input: stdin })) {
  const [name, ...figures] = JSON.parse(line);
  stdout.write(`${JSON.stringify(await doings[name](...figures))}\n`);
}
