// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ConstantPoolSharingOption;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.attribute.InnerClassInfo;
import java.lang.classfile.attribute.InnerClassesAttribute;
import java.lang.classfile.attribute.NestHostAttribute;
import java.lang.classfile.attribute.NestMembersAttribute;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a compiler reads of compiled classes: all that a class file holds but method bodies, private
 * and synthetic members, and names of source files. While this stays the same, whatever was
 * compiled against the classes stays right; constants are part of it, since the compiler copies
 * them.
 */
final class Interface {

  private static final ClassFile CLASS_FILE = ClassFile.of(ConstantPoolSharingOption.NEW_POOL);

  private Interface() {}

  /** One value for all classes in a folder. */
  static String of(Path classes) {
    var digest = new Digest();
    for (Path file : SourceSet.filesUnder(classes, ".class")) {
      try {
        ClassModel model = CLASS_FILE.parse(Files.readAllBytes(file));
        if (isVisible(model)) {
          digest.add(CLASS_FILE.transformClass(model, transform(model)));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return digest.hex();
  }

  /** Local, anonymous and synthetic classes have no name that others could use. */
  private static boolean isVisible(ClassModel model) {
    return !model.flags().has(AccessFlag.SYNTHETIC)
        && model.findAttribute(Attributes.enclosingMethod()).isEmpty();
  }

  private static ClassTransform transform(ClassModel model) {
    ClassTransform members =
        (builder, element) -> {
          switch (element) {
            case FieldModel field when isHidden(field.flags().flagsMask()) -> {}
            case MethodModel method when isHidden(method.flags().flagsMask()) -> {}
            case MethodModel method when method.methodName().equalsString("<clinit>") -> {}
            case InnerClassesAttribute inner -> own(model, inner).ifPresent(builder::with);
            case NestHostAttribute _, NestMembersAttribute _, SourceFileAttribute _ -> {}
            default -> builder.with(element);
          }
        };
    return members.andThen(
        ClassTransform.transformingMethods(
            MethodTransform.dropping(element -> element instanceof CodeModel)));
  }

  private static boolean isHidden(int flags) {
    return (flags & (ClassFile.ACC_PRIVATE | ClassFile.ACC_SYNTHETIC)) != 0;
  }

  /** Without the nested classes of others, which are named there when a body uses them. */
  private static Optional<InnerClassesAttribute> own(
      ClassModel model, InnerClassesAttribute inner) {
    List<InnerClassInfo> own =
        inner.classes().stream().filter(info -> concerns(model, info)).toList();
    return own.isEmpty() ? Optional.empty() : Optional.of(InnerClassesAttribute.of(own));
  }

  private static boolean concerns(ClassModel model, InnerClassInfo info) {
    return info.innerClass().equals(model.thisClass())
        || info.outerClass().filter(outer -> outer.equals(model.thisClass())).isPresent();
  }
}
