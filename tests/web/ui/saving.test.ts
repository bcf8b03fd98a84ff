import { expect, test } from "vitest";
import { Imprint } from "../../../web/src/ui/state/imprint.ts";
import {
  meansFor,
  type Platform,
  type Saving,
  SavingError,
  save,
} from "../../../web/src/ui/state/saving.ts";

const name = "goldseam-2026-01-05.age";
const type = "application/octet-stream";
const bytes = Uint8Array.from({ length: 3000 }, (_, place) => place % 251);
const backup: Saving = { name, type, content: new Blob([bytes]) };

/** A file of a fake device; `bytes` is what stands on the disk. */
class Disk {
  bytes: Uint8Array = new Uint8Array();
  isRemoved = false;
  isAborted = false;
  readonly refuse: { at: string; name: string } | null;

  constructor(refuse: { at: string; name: string } | null = null) {
    this.refuse = refuse;
  }

  get handle(): FileSystemFileHandle {
    const handle = {
      createWritable: async () => this.#writable(),
      getFile: async () => new File([new Uint8Array(this.bytes)], name),
      remove: async () => {
        this.isRemoved = true;
      },
    };
    return handle as unknown as FileSystemFileHandle;
  }

  #writable() {
    const held: number[] = [];
    const at = (step: string) => {
      if (this.refuse?.at === step) throw new DOMException("refused", this.refuse.name);
    };
    return {
      write: async (chunk: Uint8Array) => {
        at("write");
        held.push(...chunk);
      },
      close: async () => {
        at("close");
        if (this.refuse?.at === "disk") held.reverse();
        this.bytes = Uint8Array.from(held);
      },
      abort: async () => {
        this.isAborted = true;
      },
    };
  }
}

function platform(changes: Partial<Platform> = {}): Platform {
  return { pick: null, share: null, canShare: () => false, download: () => {}, ...changes };
}

function withDisk(disk: Disk): Platform {
  return platform({ pick: async () => disk.handle });
}

function failing(named: string): () => Promise<never> {
  return async () => {
    throw new DOMException("", named);
  };
}

function streamOf(...chunks: Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}

async function faultOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (reason) => reason,
  );
  return error instanceof SavingError ? error.fault : String(error);
}

test("a file of one's choice comes first, then sharing; downloads are for where there is no picker", () => {
  const share = { share: async () => {}, canShare: () => true };
  const pick = { pick: async () => new Disk().handle };
  expect(meansFor(backup, platform(pick))).toEqual(["file"]);
  expect(meansFor(backup, platform({ ...pick, ...share }))).toEqual(["file", "share"]);
  expect(meansFor(backup, platform(share))).toEqual(["share", "download"]);
  expect(meansFor(backup, platform({ share: async () => {} }))).toEqual(["download"]);
  expect(meansFor(backup, platform())).toEqual(["download"]);
});

test.each([backup.content, streamOf(bytes.subarray(0, 7), bytes.subarray(7))])(
  "a picked file holds every byte",
  async (content) => {
    const disk = new Disk();
    expect(await save({ ...backup, content }, "file", withDisk(disk))).toBe("saved");
    expect(disk.bytes).toEqual(bytes);
    expect(disk.isRemoved).toBe(false);
  },
);

test("a closed picker and a closed share window are no errors", async () => {
  const closed = platform({ pick: failing("AbortError"), share: failing("AbortError") });
  expect(await save(backup, "file", closed)).toBe("cancelled");
  expect(await save(backup, "share", closed)).toBe("cancelled");
});

test.each([
  [{ at: "write", name: "QuotaExceededError" }, "full"],
  [{ at: "close", name: "QuotaExceededError" }, "full"],
  [{ at: "write", name: "NotAllowedError" }, "not_written"],
  [{ at: "disk", name: "" }, "changed"],
])("a file that could not be written whole is taken away: %j", async (refuse, fault) => {
  const disk = new Disk(refuse);
  expect(await faultOf(save(backup, "file", withDisk(disk)))).toBe(fault);
  expect(disk.isRemoved).toBe(true);
});

test("a file that was there before and was not touched stays", async () => {
  const disk = new Disk({ at: "write", name: "NotAllowedError" });
  disk.bytes = bytes;
  expect(await faultOf(save(backup, "file", withDisk(disk)))).toBe("not_written");
  expect(disk.isRemoved).toBe(false);
});

test("a picker that does not open says that nothing was written", async () => {
  const refused = platform({ pick: failing("SecurityError") });
  expect(await faultOf(save(backup, "file", refused))).toBe("not_written");
});

test("stopping leaves no half file", async () => {
  const disk = new Disk();
  const stop = new AbortController();
  const content = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.enqueue(bytes);
      stop.abort();
    },
  });
  const stopped = save({ ...backup, content }, "file", withDisk(disk), stop.signal);
  expect(await stopped).toBe("cancelled");
  expect([disk.bytes.length, disk.isAborted, disk.isRemoved]).toEqual([0, true, true]);
});

test("what the stream fails with is told as it is, and leaves no half file", async () => {
  const disk = new Disk();
  const content = new ReadableStream<Uint8Array>({
    pull: () => Promise.reject(new Error("the source")),
  });
  const failed = save({ ...backup, content }, "file", withDisk(disk));
  expect(await faultOf(failed)).toBe("Error: the source");
  expect([disk.bytes.length, disk.isAborted, disk.isRemoved]).toEqual([0, true, true]);
});

test("sharing and downloading give the whole file under its name", async () => {
  const given: File[] = [];
  const here = platform({
    share: async ({ files }) => void given.push(...files),
    download: (blob, name) => void given.push(new File([blob], name)),
  });
  expect(await save(backup, "share", here)).toBe("shared");
  const content = streamOf(bytes.subarray(0, 9), bytes.subarray(9));
  expect(await save({ ...backup, content }, "download", here)).toBe("handed");
  for (const file of given) {
    expect(file.name).toBe(name);
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(bytes);
  }
  expect(given.length).toBe(2);
});

test("an app that refuses the file is told apart from a person who changed their mind", async () => {
  const refusing = platform({ share: failing("NotAllowedError") });
  expect(await faultOf(save(backup, "share", refusing))).toBe("not_shared");
});

test("an imprint depends on every byte, its place and the length, not on the chunks", () => {
  const of = (...chunks: Uint8Array[]) => {
    const imprint = new Imprint();
    for (const chunk of chunks) imprint.add(chunk);
    return imprint;
  };
  const whole = of(bytes);
  expect(whole.isLike(of(bytes.subarray(0, 1000), bytes.subarray(1000)))).toBe(true);
  for (const place of [0, 1500, 2999]) {
    const changed = bytes.map((byte, at) => (at === place ? byte ^ 1 : byte));
    expect(whole.isLike(of(changed))).toBe(false);
  }
  const isLike = [bytes.subarray(1), bytes.toReversed(), new Uint8Array()].map((other) =>
    whole.isLike(of(other)),
  );
  expect(isLike).toEqual([false, false, false]);
});
