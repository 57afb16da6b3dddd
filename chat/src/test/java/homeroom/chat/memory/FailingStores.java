// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.memory;

import homeroom.chat.Stores;
import homeroom.chat.audit.AuditLog;
import homeroom.chat.conversation.ConversationStore;
import homeroom.chat.imports.RosterImportStore;
import homeroom.chat.message.EpochStore;
import homeroom.chat.message.MessageStore;
import homeroom.chat.message.ReceiptStore;
import homeroom.chat.policy.SettingsStore;
import homeroom.chat.roster.AdminGuard;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.session.EndedTokenStore;
import homeroom.chat.session.FactorStore;
import homeroom.chat.session.SignInStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Stores whose next call of a named operation throws {@link StoreUnavailable}: before it took
 * effect or after, which its caller cannot tell apart; or before which something else happens. All
 * other calls are those of the stores beneath.
 */
public final class FailingStores implements Stores {

  /** When a call fails. */
  public enum When {
    BEFORE,
    AFTER
  }

  private final Stores stores;
  private final Map<String, When> failures = new ConcurrentHashMap<>();
  private final Map<String, Runnable> interruptions = new ConcurrentHashMap<>();
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

  public FailingStores(Stores stores) {
    this.stores = stores;
  }

  /** The next call of the operation fails; for example {@code append}. */
  public void failNext(String operation, When when) {
    failures.put(operation, when);
  }

  /** Just before the next call of the operation, this happens. */
  public void beforeNext(String operation, Runnable interruption) {
    interruptions.put(operation, interruption);
  }

  /** The operations called so far, in order: the work that was done, to be cleared. */
  public List<String> calls() {
    return calls;
  }

  @Override
  public RosterStore roster() {
    return failing(RosterStore.class, stores.roster());
  }

  @Override
  public ConversationStore conversations() {
    return failing(ConversationStore.class, stores.conversations());
  }

  @Override
  public MessageStore messages() {
    return failing(MessageStore.class, stores.messages());
  }

  @Override
  public ReceiptStore receipts() {
    return failing(ReceiptStore.class, stores.receipts());
  }

  @Override
  public AuditLog audit() {
    return failing(AuditLog.class, stores.audit());
  }

  @Override
  public EndedTokenStore endedTokens() {
    return failing(EndedTokenStore.class, stores.endedTokens());
  }

  @Override
  public FactorStore factors() {
    return failing(FactorStore.class, stores.factors());
  }

  @Override
  public SignInStore signIns() {
    return failing(SignInStore.class, stores.signIns());
  }

  @Override
  public RosterImportStore rosterImports() {
    return failing(RosterImportStore.class, stores.rosterImports());
  }

  @Override
  public EpochStore epochs() {
    return failing(EpochStore.class, stores.epochs());
  }

  @Override
  public SettingsStore settings() {
    return failing(SettingsStore.class, stores.settings());
  }

  @Override
  public AdminGuard adminGuard() {
    return stores.adminGuard();
  }

  @Override
  public void probe() {
    stores.probe();
  }

  @Override
  public void close() {
    stores.close();
  }

  private <T> T failing(Class<T> port, T store) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, operation, arguments) -> call(store, operation, arguments)));
  }

  private @Nullable Object call(Object store, Method operation, Object @Nullable [] arguments)
      throws Throwable {
    calls.add(operation.getName());
    Runnable interruption = interruptions.remove(operation.getName());
    if (interruption != null) {
      interruption.run();
    }
    When when = failures.remove(operation.getName());
    if (when == When.BEFORE) {
      throw unavailable();
    }
    try {
      Object answer = operation.invoke(store, arguments);
      if (when == When.AFTER) {
        throw unavailable();
      }
      return answer;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static StoreUnavailable unavailable() {
    return new StoreUnavailable("The store is away.", 1000);
  }
}
