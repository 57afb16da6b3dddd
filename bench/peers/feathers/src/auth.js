// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from "node:crypto";
import jwt from "jsonwebtoken";

const { sign, verify } = jwt;
const secret = randomBytes(32);

/** A token that signs the user in until this process ends. */
export function tokenOf(userId) {
  return sign({}, secret, { algorithm: "HS256", subject: userId, expiresIn: "1d" });
}

/** Lets a socket in that connects with a token, as the user it is of. */
export function authenticate(store) {
  return (socket, next) => {
    try {
      const { sub } = verify(socket.handshake.auth.token, secret, { algorithms: ["HS256"] });
      const user = store.user(sub);
      if (!user) {
        throw new Error("there is no such user");
      }
      socket.feathers.user = user;
      next();
    } catch (refused) {
      next(refused);
    }
  };
}
