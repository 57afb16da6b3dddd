// SPDX-License-Identifier: Apache-2.0
// An identity provider with accounts of a made-up school, which lets in whoever is named.
// node identity-provider.mjs PORT CLIENT_ID CLIENT_SECRET REDIRECT_URI LOGOUT_URI
// GET /as/NAME chooses who signs in next; POST /rotate makes new keys.
import { createServer } from "node:http";
import { generateKeyPairSync, randomUUID } from "node:crypto";
import Provider from "oidc-provider";

const [port, clientId, clientSecret, redirectUri, logoutUri] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
let account = "nobody";
let verified = true;

function keys() {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { keys: [{ ...privateKey.export({ format: "jwk" }), kid: randomUUID(), use: "sig", alg: "RS256" }] };
}

function provider() {
  const made = new Provider(issuer, {
    jwks: keys(),
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [redirectUri],
        post_logout_redirect_uris: [logoutUri],
      },
    ],
    cookies: { keys: [randomUUID()] },
    pkce: { required: () => true },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["preferred_username"] },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
    findAccount: (ctx, sub) => ({
      accountId: sub,
      claims: () => ({ sub, email: `${sub}@demo.school`, email_verified: verified, preferred_username: sub }),
    }),
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client.clientId,
        accountId: ctx.oidc.session.accountId,
      });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
    interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  });
  return made;
}

let current = provider();
createServer(async (request, response) => {
  const path = new URL(request.url, issuer).pathname;
  if (path.startsWith("/as/")) {
    [account, verified] = [path.slice(4).replace("!", ""), !path.endsWith("!")];
    response.end(account);
  } else if (path === "/rotate") {
    current = provider();
    response.end("rotated");
  } else if (path.startsWith("/interaction/")) {
    await current.interactionFinished(request, response, { login: { accountId: account } });
  } else {
    current.callback()(request, response);
  }
}).listen(Number(port), "127.0.0.1", () => console.log(`listening on ${issuer}`));
