package io.ocellus.acceptance;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.ocellus.vector.index.kernel.Simd;
import java.io.ObjectInputStream;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may know whom, and what is allowed in one place only: read from the compiled classes of every module. */
class ArchitectureTest {
    private static final JavaClasses house = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.ocellus");

    private static final String[] LIBRARIES = {
        "io.ocellus.authorization..",
        "io.ocellus.policies..",
        "io.ocellus.objectstorage..",
        "io.ocellus.requests..",
        "io.ocellus.events..",
        "io.ocellus.media..",
        "io.ocellus.annotation.database..",
        "io.ocellus.annotation.files..",
        "io.ocellus.annotation.frames..",
        "io.ocellus.annotation.model..",
        "io.ocellus.annotation.store..",
        "io.ocellus.annotation.formats..",
        "io.ocellus.embeddings..",
        "io.ocellus.embedded..",
        "io.ocellus.vector.index..",
        "io.ocellus.vector.storage.."
    };

    private static final String[] GATEWAY = {"io.ocellus.gateway.."};
    private static final String[] VECTOR_SERVICE = {"io.ocellus.vector.service.."};
    private static final String[] WORKERS = {"io.ocellus.worker.."};
    private static final String[] STANDALONE = {"io.ocellus.standalone.."};

    /** The annotation lane's own packages are those of {@code io.ocellus.annotation} that no library has. */
    private static final DescribedPredicate<JavaClass> ANNOTATION_SERVICE = resideInAnyPackage(
                    "io.ocellus.annotation..")
            .and(resideOutsideOfPackages(LIBRARIES))
            .as("belong to the annotation service");

    private static void holds(ArchRule rule) {
        rule.check(house);
    }

    @Test
    void everyLaneWasRead() {
        assertThat(house.size()).isGreaterThan(500);
        for (String[] lane : List.of(LIBRARIES, GATEWAY, VECTOR_SERVICE, WORKERS, STANDALONE)) {
            for (String packages : lane) {
                assertThat(house.that(resideInAnyPackage(packages)))
                        .as(packages)
                        .isNotEmpty();
            }
        }
        assertThat(house.that(ANNOTATION_SERVICE)).isNotEmpty();
    }

    @Test
    void librariesKnowNoServiceAndNoWorker() {
        holds(noClasses()
                .that()
                .resideInAnyPackage(LIBRARIES)
                .should()
                .dependOnClassesThat(resideInAnyPackage(GATEWAY)
                        .or(resideInAnyPackage(VECTOR_SERVICE))
                        .or(resideInAnyPackage(WORKERS))
                        .or(resideInAnyPackage(STANDALONE))
                        .or(ANNOTATION_SERVICE)));
    }

    @Test
    void theVectorIndexKnowsNothingOfOurs() {
        holds(noClasses()
                .that()
                .resideInAPackage("io.ocellus.vector.index..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("io.ocellus..").and(resideOutsideOfPackages("io.ocellus.vector.index.."))));
    }

    @Test
    void eachPackageOfTheVectorIndexIsBuiltOnThoseBelowIt() {
        List<String> upwards = List.of(
                "memory",
                "model",
                "kernel",
                "file",
                "build",
                "search",
                "row",
                "training",
                "partition",
                "quantizer",
                "exact",
                "ivf",
                "graph",
                "auto");
        for (int i = 0; i < upwards.size(); i++) {
            String[] above = Stream.concat(
                            upwards.subList(i + 1, upwards.size()).stream()
                                    .map(name -> "io.ocellus.vector.index." + name),
                            Stream.of("io.ocellus.vector.index"))
                    .toArray(String[]::new);
            String here = "io.ocellus.vector.index." + upwards.get(i);
            assertThat(house.that(resideInAnyPackage(here))).as(here).isNotEmpty();
            holds(noClasses().that().resideInAPackage(here).should().dependOnClassesThat(resideInAnyPackage(above)));
        }
    }

    @Test
    void callersOfTheVectorIndexSeeItsIndexesAndItsWords() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage("io.ocellus.vector.index..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.ocellus.vector.index.*..")
                        .and(resideOutsideOfPackages("io.ocellus.vector.index.model"))
                        .and(not(type(Simd.class)))));
    }

    @Test
    void theVectorLaneDoesNotKnowTheAnnotationLane() {
        holds(noClasses()
                .that()
                .resideInAPackage("io.ocellus.vector..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.ocellus.annotation..", "io.ocellus.media..", "io.ocellus.worker.."));
    }

    @Test
    void theAnnotationLaneReachesVectorsOnlyOverTheirProtocol() {
        holds(noClasses()
                .that()
                .resideInAnyPackage("io.ocellus.annotation..", "io.ocellus.worker..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.ocellus.vector.storage..", "io.ocellus.vector.index..", "io.ocellus.vector.service.."));
    }

    @Test
    void theGatewayKnowsNoOtherDeployable() {
        holds(noClasses()
                .that()
                .resideInAnyPackage(GATEWAY)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.ocellus.annotation..", "io.ocellus.vector..", "io.ocellus.worker.."));
    }

    @Test
    void onlyTheOneProcessKnowsHowServersAreEmbedded() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackages("io.ocellus.embedded..", "io.ocellus.standalone..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.ocellus.embedded.."));
    }

    @Test
    void nobodyKnowsTheOneProcess() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackages(STANDALONE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(STANDALONE));
    }

    @Test
    void archivesAreReadByOurOwnBoundedReaderOnly() {
        holds(noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ZipInputStream.class, ZipFile.class)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.jar.JarInputStream"));
    }

    @Test
    void noObjectIsDeserialisedFromBytes() {
        holds(noClasses().should().dependOnClassesThat().belongToAnyOf(ObjectInputStream.class));
    }

    @Test
    void nothingIsFetchedFromAnAddressWithoutATimeout() {
        holds(noClasses()
                .should()
                .callMethod(URL.class, "openStream")
                .orShould()
                .callMethod(URL.class, "getContent"));
    }

    @Test
    void nobodySleeps() {
        holds(noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", Duration.class));
    }

    @Test
    void processesAreStartedByTheEmbeddedServersOnly() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackages("io.ocellus.embedded..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ProcessBuilder.class)
                .orShould()
                .callMethod(Runtime.class, "exec", String.class)
                .orShould()
                .callMethod(Runtime.class, "exec", String[].class));
    }

    @Test
    void timeComesFromAClockThatWasGiven() {
        holds(noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(OffsetDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now"));
    }

    @Test
    void whatIsNeededComesThroughTheConstructor() {
        for (String injection : List.of(
                "org.springframework.beans.factory.annotation.Autowired",
                "org.springframework.beans.factory.annotation.Value",
                "jakarta.annotation.Resource",
                "jakarta.inject.Inject")) {
            holds(noFields().should().beAnnotatedWith(injection));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"util", "utils", "common", "helper", "helpers", "manager", "managers", "dto", "impl", "misc"})
    void aPackageIsNamedAfterWhatItHolds(String empty) {
        holds(noClasses().should().resideInAPackage("io.ocellus.." + empty + ".."));
    }

    @Test
    void everyPackageIsNullMarkedAndSaysWhatItIs() {
        Set<String> open = house.stream()
                .map(JavaClass::getPackage)
                .filter(p -> !p.isAnnotatedWith(NullMarked.class))
                .map(p -> p.getName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(open).isEmpty();
    }
}
