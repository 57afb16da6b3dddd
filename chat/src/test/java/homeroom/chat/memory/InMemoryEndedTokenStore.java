// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.memory;

import homeroom.chat.session.EndedToken;
import homeroom.chat.session.EndedTokenStore;
import java.time.Instant;
import java.util.List;

/** Ended tokens in memory. */
record InMemoryEndedTokenStore(View view) implements EndedTokenStore {

  @Override
  public void add(EndedToken token) {
    view.in(memory -> memory.endedTokens().merge(token.key(), token, (kept, again) -> kept));
  }

  @Override
  public List<EndedToken> endedSince(Instant from) {
    return view.in(memory ->
        memory.endedTokens().values().stream()
            .filter(token -> !token.endedAt().isBefore(from))
            .toList());
  }

  @Override
  public List<EndedToken> beginningWith(String prefix) {
    return view.in(memory ->
        memory.endedTokens().values().stream()
            .filter(token -> token.key().startsWith(prefix))
            .toList());
  }

  @Override
  public void purge(Instant now) {
    view.in(
        memory -> memory.endedTokens().values().removeIf(token -> !token.expiresAt().isAfter(now)));
  }
}
