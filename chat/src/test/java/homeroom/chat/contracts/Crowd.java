// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.contracts;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs work on many virtual threads at once. */
public final class Crowd {

  /** What the member with that number, from 0, does. */
  @FunctionalInterface
  public interface Work<T> {
    T of(int number) throws Exception;
  }

  private Crowd() {}

  /** The answers of all members, by number; their first failure is thrown. */
  public static <T> List<T> of(int members, Work<T> work) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var tasks = new ArrayList<Callable<T>>();
      for (int i = 0; i < members; i++) {
        int number = i;
        tasks.add(() -> work.of(number));
      }
      var answers = new ArrayList<T>();
      for (Future<T> future : threads.invokeAll(tasks)) {
        answers.add(future.get());
      }
      return answers;
    } catch (ExecutionException e) {
      throw new AssertionError("one of the crowd failed", e.getCause());
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }
}
