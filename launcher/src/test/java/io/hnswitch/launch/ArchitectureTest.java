package io.hnswitch.launch;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Holds the direction of dependencies between modules, and Vert.x out of everything that decides,
 * stores or decodes. The launcher is the module that sees all the others, so the rules stand here.
 */
class ArchitectureTest {
  private static final String VMBUS = "io.hnswitch.vmbus..";
  private static final String HN = "io.hnswitch.hn..";
  private static final String VF = "io.hnswitch.vf..";
  private static final String CONSOLE = "io.hnswitch.console..";
  private static final String SCRIPT = "io.hnswitch.script..";
  private static final String LAUNCHER = "io.hnswitch.launch..";
  private static final String VERTX = "io.vertx..";

  private static final List<String> PURE_SUFFIXES =
      List.of("Flyweight", "Adapter", "Proxy", "Dissector", "Machine", "State", "Event", "Effect");

  /**
   * The kernel is every package that no other module claims: a new one is covered from its first
   * class.
   */
  private static final DescribedPredicate<JavaClass> KERNEL =
      resideInAPackage("io.hnswitch..")
          .and(DescribedPredicate.not(resideInAnyPackage(VMBUS, HN, VF, CONSOLE, SCRIPT, LAUNCHER)))
          .as("the kernel");

  /** A nested class has the role of the file it stands in: a verticle may hold its own State. */
  private static final DescribedPredicate<JavaClass> PURE_BY_NAME =
      describe(
          "named " + PURE_SUFFIXES,
          type -> PURE_SUFFIXES.stream().anyMatch(outermost(type).getSimpleName()::endsWith));

  private static final Pattern FIXTURES = Pattern.compile(".*-tests\\.jar!.*");

  private static JavaClasses classes;

  @BeforeAll
  static void readClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.matches(FIXTURES))
            .importPackages("io.hnswitch");
  }

  @Test
  void seesTheModules() {
    assertTrue(classes.contain("io.hnswitch.frame.MacAddress"), "no kernel class was read");
  }

  @Test
  void kernelKnowsNoDeviceNoWebAndNoLauncher() {
    check(
        noClasses()
            .that(KERNEL)
            .should()
            .dependOnClassesThat(resideInAnyPackage(VMBUS, HN, VF, CONSOLE, SCRIPT, LAUNCHER)));
    check(
        noClasses()
            .that(KERNEL)
            .should()
            .dependOnClassesThat(resideInAPackage("io.vertx.ext.web..")));
  }

  @Test
  void devicesMeetInMessagesOnly() {
    check(noDependency(VMBUS, HN, VF, CONSOLE, SCRIPT, LAUNCHER));
    check(noDependency(VF, VMBUS, HN, CONSOLE, SCRIPT, LAUNCHER));
    check(noDependency(HN, VF, CONSOLE, SCRIPT, LAUNCHER));
  }

  @Test
  void consoleKnowsNoDevice() {
    check(noDependency(CONSOLE, VMBUS, HN, VF, SCRIPT, LAUNCHER));
  }

  @Test
  void scriptsKnowTheConsoleAndNoDevice() {
    check(noDependency(SCRIPT, VMBUS, HN, VF, LAUNCHER));
    check(
        noDependency(SCRIPT, "io.hnswitch.frame..", "io.hnswitch.l2..", "io.hnswitch.endpoint.."));
  }

  @Test
  void whatDecidesOrDecodesDoesNotKnowVertx() {
    check(
        noClasses()
            .that(PURE_BY_NAME)
            .and(DescribedPredicate.not(resideInAnyPackage(CONSOLE, SCRIPT, LAUNCHER)))
            .should()
            .dependOnClassesThat(resideInAPackage(VERTX)));
  }

  @Test
  void valuesDoNotKnowVertx() {
    check(
        noClasses()
            .that(
                resideInAnyPackage(
                    "io.hnswitch.frame..",
                    "io.hnswitch.offload..",
                    "io.hnswitch.rss..",
                    "io.hnswitch.lab.."))
            .should()
            .dependOnClassesThat(resideInAPackage(VERTX)));
  }

  private static ArchRule noDependency(String from, String... to) {
    return noClasses()
        .that(resideInAPackage(from))
        .should()
        .dependOnClassesThat(resideInAnyPackage(to));
  }

  /** A module may have no class yet that a rule speaks of. */
  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(classes);
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
  }
}
