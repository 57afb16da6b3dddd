// SPDX-License-Identifier: Apache-2.0
import { type HomeroomClient, HomeroomError, type Id, type RosterImport } from "@homeroom/client";

/** Bytes in one piece: small, so that it also goes over a slow line before a call is given up. */
const PIECE = 200_000;
const PAUSE_MS = 1_000;
/** So many pauses, one after the other without a piece in between, are enough. */
const PATIENCE = 60;

/**
 * Sends a roster's file piece by piece, over breaks of the connection, too.
 *
 * @param sent is told how many bytes have arrived
 * @returns the id of the import
 */
export async function upload(client: HomeroomClient, file: File, sent: (bytes: number) => void): Promise<Id> {
  const imports = client.service("roster-imports");
  const { _id } = await imports.create({ name: file.name, size: file.size });
  let failures = 0;
  for (let offset = 0; offset < file.size; ) {
    try {
      const data = await base64(file.slice(offset, offset + PIECE));
      offset = (await imports.patch(_id, { offset, data })).received ?? file.size;
      failures = 0;
      sent(offset);
    } catch (thrown) {
      const error = HomeroomError.of(thrown);
      if (!error.passes || ++failures > PATIENCE) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, error.retryAfterMs ?? PAUSE_MS));
    }
  }
  return _id;
}

/** Whether it goes on by itself. */
export function mayStillChange({ state, progress }: RosterImport): boolean {
  const isBroughtIn = state === "current" && progress !== null && progress.done < progress.of;
  return ["uploading", "reading", "applying"].includes(state) || isBroughtIn;
}

function base64(piece: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(",")[1] ?? "");
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(piece);
  });
}
