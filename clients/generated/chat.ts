// SPDX-License-Identifier: Apache-2.0
// What the client that openapi-generator makes for TypeScript can do: node chat.js URL.

declare const process: { argv: string[] };

import { AuthenticationApi, Configuration, ConversationsApi, MessagesApi, ResponseError, UsersApi } from "./client";

async function main(basePath: string): Promise<void> {
  const signIn = { strategy: "local" as const, email: "teacher1@demo.school", password: "homeroom" };
  const { accessToken } = await new AuthenticationApi(new Configuration({ basePath })).createAuthentication({ signIn });
  const configuration = new Configuration({ basePath, accessToken });
  const users = await new UsersApi(configuration).findUsers({ email$in: ["student1@demo.school", "nobody@demo.school"] });
  const to = users.data[0]!.id;

  const messages = new MessagesApi(configuration);
  const send = (text: string) => messages.createMessages({ send: { to, text, clientId: crypto.randomUUID() } });
  let sent = await send("generated 0");
  for (let i = 1; i < 5; i++) {
    sent = await send(`generated ${i}`);
  }
  const page = await messages.findMessages({
    conversationId: sent.conversationId,
    seq$lt: sent.seq,
    senderId$in: [sent.senderId],
    $sort: { seq: -1 },
    $limit: 2,
  });
  console.log("page:", page.data.map((message) => message.text).join(", "));
  const edited = await messages.patchMessages({ id: sent.id, editText: { text: "edited" } });
  console.log("text:", edited.text);
  console.log("deleted:", (await messages.removeMessages({ id: sent.id })).deletedAt instanceof Date);
  console.log("type:", (await new ConversationsApi(configuration).getConversations({ id: sent.conversationId })).type);
  const refused = await messages.getMessages({ id: "nowhere" }).catch((thrown: unknown) => thrown);
  console.log("refused:", refused instanceof ResponseError && refused.response.status);
}

void main(process.argv[2]!);
