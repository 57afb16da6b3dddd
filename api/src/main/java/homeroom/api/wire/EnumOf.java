// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The text is a constant of the enum, as {@link WireWord} writes it; otherwise as {@link OneOf}. A
 * field whose type is the enum itself needs no annotation.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface EnumOf {
  Class<? extends Enum<?>> value();
}
