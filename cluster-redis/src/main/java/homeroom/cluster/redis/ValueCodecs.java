// SPDX-License-Identifier: Apache-2.0
package homeroom.cluster.redis;

import homeroom.chat.fanout.ChatEvent;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * How each type is written, as its declaration says: records by their components, sealed interfaces
 * by the name of the record, enums by the name of the constant, and ids, which are records of one
 * text, as that text.
 */
final class ValueCodecs {

  private final Map<Type, ValueCodec> known = new HashMap<>();

  /**
   * Of these events.
   *
   * @param events records and sealed interfaces of records
   * @throws IllegalArgumentException if something in them cannot be written
   */
  ValueCodecs(Collection<Class<? extends ChatEvent>> events) {
    add(
        Boolean.class,
        boolean.class,
        (value, out) -> out.octet(value ? 1 : 0),
        in -> in.octet() != 0);
    add(Integer.class, int.class, (value, out) -> out.number(value), in -> (int) in.number());
    add(Long.class, long.class, (value, out) -> out.number(value), ByteReader::number);
    add(String.class, String.class, (value, out) -> out.text(value), ByteReader::text);
    add(Instant.class, Instant.class, ValueCodecs::write, ValueCodecs::instant);
    add(
        LocalDate.class,
        LocalDate.class,
        (value, out) -> out.number(value.toEpochDay()),
        ValueCodecs::date);
    var leaves = new ArrayList<Class<?>>();
    events.forEach(event -> addLeaves(event, leaves));
    var anyEvent = new Later();
    known.put(ChatEvent.class, anyEvent);
    anyEvent.codec = oneOf(leaves);
  }

  private <T> void add(
      Class<T> type, Type same, BiConsumer<T, ByteWriter> writer, Function<ByteReader, T> reader) {
    ValueCodec codec = ValueCodec.of(type, writer, reader);
    known.put(type, codec);
    known.put(same, codec);
  }

  private static void write(Instant value, ByteWriter out) {
    out.number(value.getEpochSecond());
    out.bits(value.getNano());
  }

  private static Instant instant(ByteReader in) {
    long seconds = in.number();
    long nanos = in.bits();
    if (nanos < 0
        || nanos > 999_999_999
        || seconds > Instant.MAX.getEpochSecond()
        || seconds < Instant.MIN.getEpochSecond()) {
      throw new UnreadableBytes("A moment is none.");
    }
    return Instant.ofEpochSecond(seconds, nanos);
  }

  private static LocalDate date(ByteReader in) {
    long day = in.number();
    if (day > LocalDate.MAX.toEpochDay() || day < LocalDate.MIN.toEpochDay()) {
      throw new UnreadableBytes("A day is none.");
    }
    return LocalDate.ofEpochDay(day);
  }

  /** A type that is within itself is known before it is made. */
  private static final class Later implements ValueCodec {
    private ValueCodec codec = this;

    @Override
    public void write(Object value, ByteWriter out) {
      codec.write(value, out);
    }

    @Override
    public Object read(ByteReader in) {
      return codec.read(in);
    }
  }

  /**
   * How the values of the type are written.
   *
   * @throws IllegalArgumentException if they cannot be
   */
  ValueCodec of(Type type) {
    ValueCodec codec = known.get(type);
    if (codec != null) {
      return codec;
    }
    var later = new Later();
    known.put(type, later);
    later.codec = made(type);
    known.put(type, later.codec);
    return later.codec;
  }

  private ValueCodec made(Type type) {
    if (type instanceof ParameterizedType generic) {
      return made(generic.getRawType(), generic.getActualTypeArguments());
    } else if (!(type instanceof Class<?> of)) {
      throw unknown(type);
    } else if (of.isEnum()) {
      return ofEnum(of);
    } else if (of.isRecord()) {
      return isId(of) ? ofId(of) : new RecordCodec(of, this::of);
    } else if (of.isSealed()) {
      var leaves = new ArrayList<Class<?>>();
      addLeaves(of, leaves);
      return oneOf(leaves);
    }
    throw unknown(type);
  }

  private ValueCodec made(Type raw, Type[] arguments) {
    ValueCodec first = of(arguments[0]);
    if (raw == List.class) {
      return ValueCodec.of(
          List.class, (value, out) -> writeAll(value, first, out), in -> readAll(in, first));
    } else if (raw == Set.class) {
      return ValueCodec.of(
          Set.class,
          (value, out) -> writeAll(value, first, out),
          in -> Set.copyOf(readAll(in, first)));
    } else if (raw == Optional.class) {
      return ValueCodec.of(
          Optional.class,
          (value, out) -> first.write(value.orElseThrow(), out),
          in -> Optional.of(first.read(in)));
    } else if (raw == Map.class) {
      ValueCodec second = of(arguments[1]);
      return ValueCodec.of(
          Map.class,
          (value, out) -> {
            Map<?, ?> entries = value;
            out.bits(entries.size());
            entries.forEach((key, one) -> {
              first.write(key, out);
              second.write(one, out);
            });
          },
          in -> readMap(in, first, second));
    }
    throw unknown(raw);
  }

  private static void writeAll(Collection<?> values, ValueCodec codec, ByteWriter out) {
    out.bits(values.size());
    values.forEach(value -> codec.write(value, out));
  }

  private static List<Object> readAll(ByteReader in, ValueCodec codec) {
    int count = in.count();
    var values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(codec.read(in));
    }
    return List.copyOf(values);
  }

  private static Map<Object, Object> readMap(ByteReader in, ValueCodec keys, ValueCodec values) {
    int count = in.count();
    var entries = new HashMap<>();
    for (int i = 0; i < count; i++) {
      entries.put(keys.read(in), values.read(in));
    }
    return Map.copyOf(entries);
  }

  private static ValueCodec ofEnum(Class<?> type) {
    var constants = new HashMap<String, Object>();
    for (Object constant : type.getEnumConstants()) {
      constants.put(((Enum<?>) constant).name(), constant);
    }
    return ValueCodec.of(
        Enum.class, (value, out) -> out.text(value.name()), in -> (Enum<?>) named(constants, in));
  }

  private static <T> T named(Map<String, T> all, ByteReader in) {
    String name = in.text();
    T found = all.get(name);
    if (found == null) {
      throw new UnreadableBytes("There is something of another version.");
    }
    return found;
  }

  private static boolean isId(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    return components.length == 1 && components[0].getType() == String.class;
  }

  private static ValueCodec ofId(Class<?> type) {
    var id = new Components(type);
    return new ValueCodec() {
      @Override
      public void write(Object value, ByteWriter out) {
        out.text(String.valueOf(id.get(value, 0)));
      }

      @Override
      public Object read(ByteReader in) {
        return id.make(in.text());
      }
    };
  }

  private ValueCodec oneOf(List<Class<?>> leaves) {
    var codecs = new LinkedHashMap<String, ValueCodec>();
    var names = new HashMap<Class<?>, String>();
    for (Class<?> leaf : leaves) {
      String name = leaf.getName().substring(leaf.getPackageName().length() + 1);
      if (codecs.put(name, of(leaf)) != null && !names.containsKey(leaf)) {
        throw new IllegalArgumentException("There are two " + name);
      }
      names.put(leaf, name);
    }
    return new ValueCodec() {
      @Override
      public void write(Object value, ByteWriter out) {
        String name = names.get(value.getClass());
        ValueCodec codec = name == null ? null : codecs.get(name);
        if (name == null || codec == null) {
          throw new IllegalArgumentException(value.getClass() + " is not carried");
        }
        out.text(name);
        codec.write(value, out);
      }

      @Override
      public Object read(ByteReader in) {
        return named(codecs, in).read(in);
      }
    };
  }

  private static void addLeaves(Class<?> type, List<Class<?>> leaves) {
    if (type.isSealed()) {
      Arrays.stream(type.getPermittedSubclasses()).forEach(one -> addLeaves(one, leaves));
    } else if (type.isRecord() || type.isEnum()) {
      leaves.add(type);
    } else {
      throw unknown(type);
    }
  }

  private static IllegalArgumentException unknown(Type type) {
    return new IllegalArgumentException(type.getTypeName() + " cannot be carried");
  }
}
