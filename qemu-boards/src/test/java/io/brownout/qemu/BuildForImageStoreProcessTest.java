package io.brownout.qemu;

import java.nio.file.Path;

/** A program that wants an image and says where it is; run by {@link ImageStoreProcessTest} in a JVM of its own. */
final class BuildForImageStoreProcessTest {
    private BuildForImageStoreProcessTest() {}

    public static void main(String[] arguments) {
        ImageStore store = new ImageStore(Path.of(arguments[0]), Path.of(arguments[1]), System.out::println);
        System.out.println(store.image(ImageName.parse("tiny:1")).path());
    }
}
