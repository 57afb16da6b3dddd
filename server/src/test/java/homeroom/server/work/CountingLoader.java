// SPDX-License-Identifier: Apache-2.0
package homeroom.server.work;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodType;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Loads the server, and the libraries that read input for it, once more, with their {@link Steps}
 * counted: each method begins, and each jump backwards is preceded, by a call that counts.
 */
final class CountingLoader extends ClassLoader {

  private static final List<String> COUNTED =
      List.of("homeroom.", "tools.jackson.", "com.nimbusds.", "io.netty.");
  private static final String UNCOUNTED = Steps.class.getPackageName() + ".";

  private static final ClassDesc STEPS = ClassDesc.of(Steps.class.getName());
  private static final MethodTypeDesc STEP = MethodTypeDesc.of(ConstantDescs.CD_void);
  private static final MethodTypeDesc STRING =
      STEP.insertParameterTypes(0, ConstantDescs.CD_String);
  private static final ClassDesc CHARS = ClassDesc.of(CharSequence.class.getName());

  /** Methods of String that look at no more than their arguments have, or at one character. */
  private static final Set<String> AT_ONCE =
      Set.of(
          "length",
          "charAt",
          "codePointAt",
          "isEmpty",
          "hashCode",
          "equals",
          "startsWith",
          "endsWith",
          "regionMatches");

  /** Names and descriptors of the methods of String that {@link Steps} has too. */
  private static final Set<String> REPLACED =
      Arrays.stream(Steps.class.getMethods())
          .filter(method -> Modifier.isStatic(method.getModifiers()))
          .map(method ->
              method.getName()
                  + MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                      .descriptorString())
          .collect(Collectors.toUnmodifiableSet());

  private final ClassLoader original;
  private final ClassFile classFile;

  CountingLoader(ClassLoader original) {
    super(original);
    this.original = original;
    this.classFile =
        ClassFile.of(
            ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.defaultResolver()
                    .orElse(ClassHierarchyResolver.ofResourceParsing(original))));
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith(UNCOUNTED) || COUNTED.stream().noneMatch(name::startsWith)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream file = original.getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (file == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] counting =
          classFile.transformClass(
              classFile.parse(file.readAllBytes()),
              ClassTransform.transformingMethodBodies(CodeTransform.ofStateful(Counting::new)));
      return defineClass(name, counting, 0, counting.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  /** Writes the calls into one method. */
  private static final class Counting implements CodeTransform {

    private final Set<Label> passed = new HashSet<>();

    @Override
    public void atStart(CodeBuilder code) {
      code.invokestatic(STEPS, "step", STEP);
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      switch (element) {
        case LabelTarget target -> {
          passed.add(target.label());
          code.with(target);
        }
        case BranchInstruction jump when passed.contains(jump.target()) -> {
          code.invokestatic(STEPS, "step", STEP);
          code.with(jump);
        }
        case InvokeInstruction call when call.opcode() == Opcode.INVOKEVIRTUAL ->
            invoke(code, call);
        default -> code.with(element);
      }
    }

    private static void invoke(CodeBuilder code, InvokeInstruction call) {
      String method = call.name().stringValue();
      switch (call.owner().asInternalName()) {
        case "java/lang/String" -> {
          MethodTypeDesc replacing =
              call.typeSymbol().insertParameterTypes(0, ConstantDescs.CD_String);
          if (REPLACED.contains(method + replacing.descriptorString())) {
            code.invokestatic(STEPS, method, replacing);
            return;
          }
          if (!AT_ONCE.contains(method)) {
            countReceiver(code, call.typeSymbol());
          }
        }
        case "java/util/regex/Pattern" -> {
          if (method.equals("matcher")) {
            code.invokestatic(STEPS, "counted", MethodTypeDesc.of(CHARS, CHARS));
          }
        }
        default -> {}
      }
      code.with(call);
    }

    /** The receiver is below the arguments. */
    private static void countReceiver(CodeBuilder code, MethodTypeDesc type) {
      int count = type.parameterCount();
      int[] slots = new int[count];
      for (int i = count - 1; i >= 0; i--) {
        TypeKind kind = TypeKind.from(type.parameterType(i));
        slots[i] = code.allocateLocal(kind);
        code.storeLocal(kind, slots[i]);
      }
      code.dup();
      code.invokestatic(STEPS, "string", STRING);
      for (int i = 0; i < count; i++) {
        code.loadLocal(TypeKind.from(type.parameterType(i)), slots[i]);
      }
    }
  }
}
