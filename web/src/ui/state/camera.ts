/**
 * The camera, for one purpose: to read the code of a new device. What it sees is looked at frame by frame on this device, and nothing of it is
 * kept or sent.
 */

/** `refused`: it was not allowed. `absent`: there is none, or this browser has none to give. `busy`: it did not start. */
export type NoCamera = "refused" | "absent" | "busy";

const absentErrors = ["NotFoundError", "OverconstrainedError", "TypeError"];
const refusedErrors = ["NotAllowedError", "SecurityError"];

/** A stream of the camera that looks away from the person, where there are several. Rejects with what `noCameraOf` names. */
export function openCamera(): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({
    video: { facingMode: "environment", width: { ideal: 1280 } },
  });
}

export function closeCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

export function noCameraOf(error: unknown): NoCamera {
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  if (refusedErrors.includes(name)) return "refused";
  return absentErrors.includes(name) ? "absent" : "busy";
}
