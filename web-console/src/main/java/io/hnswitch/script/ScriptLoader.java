package io.hnswitch.script;

/** The classes of one run of a script, and a view of what scripts can name. */
final class ScriptLoader extends ClassLoader {

  private final CompiledScript code;

  ScriptLoader(CompiledScript code) {
    super("script-" + code.name(), ClassLoader.getPlatformClassLoader());
    this.code = code;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    var bytes = code.classes().get(name);
    if (bytes != null) {
      return defineClass(name, bytes, 0, bytes.length);
    }
    if (VisibleClasses.contain(name)) {
      return ScriptLoader.class.getClassLoader().loadClass(name);
    }
    throw new ClassNotFoundException(name + " is not for scripts");
  }
}
