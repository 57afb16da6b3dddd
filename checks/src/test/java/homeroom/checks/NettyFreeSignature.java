// SPDX-License-Identifier: Apache-2.0
package homeroom.checks;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;

/** What users of a library can see of a member names no type of Netty. */
final class NettyFreeSignature extends ArchCondition<JavaMember> {

  NettyFreeSignature() {
    super("name no type of Netty where users can see it");
  }

  @Override
  public void check(JavaMember member, ConditionEvents events) {
    Set<JavaModifier> modifiers = member.getModifiers();
    if (!modifiers.contains(JavaModifier.PUBLIC) && !modifiers.contains(JavaModifier.PROTECTED)) {
      return;
    }
    for (JavaClass type : member.getAllInvolvedRawTypes()) {
      if (type.getPackageName().startsWith("io.netty")) {
        events.add(
            SimpleConditionEvent.violated(
                member, member.getDescription() + " names " + type.getName()));
      }
    }
  }
}
