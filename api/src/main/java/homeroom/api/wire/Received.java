// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What clients send: its nullable fields may be left out or null, and the texts of its {@link
 * OneOf} are all there are. {@link PayloadReader} reads it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Received {
  /** Whether other fields are passed over; if not, each is refused by its name. */
  boolean additionalProperties() default true;
}
