// SPDX-License-Identifier: Apache-2.0
import { HomeroomError } from "./errors.js";
import type { Authentication, ServiceError, SignIn } from "./homeroom.js";

/** Signs in over HTTP. Throws {@link HomeroomError}. */
export async function signIn(base: URL, data: SignIn): Promise<Authentication> {
  let response: Response;
  try {
    response = await fetch(new URL("authentication", base), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(data),
    });
  } catch {
    throw HomeroomError.offline();
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    throw body ? new HomeroomError(body as ServiceError) : HomeroomError.offline();
  }
  return body as Authentication;
}

/** Ends a token; without a connection it ends by itself, at its time. */
export async function signOut(base: URL, token: string): Promise<void> {
  await fetch(new URL("authentication", base), {
    method: "DELETE",
    headers: { authorization: `Bearer ${token}` },
  }).catch(() => {});
}
