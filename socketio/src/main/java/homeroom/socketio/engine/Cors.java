package homeroom.socketio.engine;

import java.util.Set;

/**
 * Which web origins a browser may let talk to the server by polling.
 *
 * @param origins allowed values of the Origin header; {@code "*"} allows all
 * @param credentials whether browsers may send cookies and authorization; the origin is then
 *     repeated instead of {@code *}
 */
public record Cors(Set<String> origins, boolean credentials) {

  /** No cross-origin request is allowed. */
  public static final Cors NONE = new Cors(Set.of(), false);

  /** Every origin is allowed, without credentials. */
  public static final Cors ANY = new Cors(Set.of("*"), false);

  public Cors {
    origins = Set.copyOf(origins);
  }

  /** Only these origins, with credentials. */
  public static Cors origins(String... origins) {
    return new Cors(Set.of(origins), true);
  }
}
