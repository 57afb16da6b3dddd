// SPDX-License-Identifier: Apache-2.0

/** Where the server is: beside this page, in whatever folder a proxy gave it. */
export const base = new URL(".", document.baseURI).href.split("#")[0]!;
