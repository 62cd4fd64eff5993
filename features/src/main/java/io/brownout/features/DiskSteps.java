package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.cucumber.java.en.Then;
import java.time.Duration;
import java.util.List;

/** The disks of a device as its udev knows them. */
public final class DiskSteps {
    private static final Duration COMMAND = Duration.ofMinutes(3);
    private static final List<String> LINKS = List.of("active", "inactive", "resin-boot", "resin-data", "resin-state");

    private final World world;

    /** PicoContainer makes it. */
    public DiskSteps(World world) {
        this.world = world;
    }

    /** Follows each link, and reads from the file system behind it what that calls itself. */
    @Then("each partition has a link by what it is for")
    public void links() {
        world.device().await(DeviceSteps.BOOT, "idle");
        assertThat(said("ls /dev/disk/by-state 2>/dev/null || true").lines().toList())
                .as("the links in /dev/disk/by-state")
                .isEqualTo(LINKS);
        for (String name : List.of("boot", "data", "state")) {
            assertThat(target("resin-" + name))
                    .as("what the link resin-%s leads to, against what is mounted on /mnt/%s", name, name)
                    .isEqualTo(said("awk '$2 == \"/mnt/%s\" { print $1 }' /proc/mounts".formatted(name)));
        }
    }

    /** Follows both links; the active root is the one that is mounted. */
    @Then("the links to its active and to its other root differ")
    public void unique() {
        String active = target("active");
        assertThat(active)
                .as("what the link active leads to, against what is mounted on /")
                .isEqualTo(said("awk '$2 == \"/\" && $1 ~ \"^/dev\" { print $1 }' /proc/mounts"));
        assertThat(target("inactive")).as("what the link inactive leads to").isNotEqualTo(active);
    }

    /** Lets udev look at every disk once more, and reads what it knows of the swap in RAM; that it looks at all shows in the state partition. */
    @Then("nobody has looked for a file system on its disks in RAM")
    public void noScans() {
        said("udevadm trigger --settle --subsystem-match=block");
        assertThat(said("udevadm info -q property -n \"$(readlink -f /dev/disk/by-state/resin-state)\""))
                .as("what udev knows of the state partition")
                .contains("ID_FS_TYPE=ext4");
        assertThat(said("awk 'NR > 1 { print $1 }' /proc/swaps"))
                .as("the swap in RAM, which a look would find")
                .isEqualTo("/dev/zram0");
        assertThat(said("udevadm info -q property -n /dev/zram0"))
                .as("what udev knows of the swap in RAM")
                .contains("DEVNAME=/dev/zram0")
                .doesNotContain("ID_FS_");
    }

    /**
     * Lays two folders with a file of the same name one over the other, as the engine does with the layers of an image: what is changed and removed above must stay below. Then lays a folder over a part of itself, which Linux
     * refuses (ELOOP).
     */
    @Then("files that overlap in an overlay stay what they are, and layers that overlap are refused")
    public void overlap() {
        List<String> seen = said("""
                set -e
                folder=$(mktemp -d /mnt/data/overlap.XXXXXX)
                cd $folder
                mkdir -p lower/inner below upper work merged
                echo below >below/both
                echo lower | tee lower/both >lower/only
                mount -t overlay overlay -o lowerdir=lower:below,upperdir=upper,workdir=work merged
                cat merged/both
                echo changed >merged/both
                rm merged/only
                echo $(cat merged/both lower/both below/both lower/only) - $(ls merged)
                umount merged
                if mount -t overlay overlay -o lowerdir=lower:lower/inner,upperdir=upper,workdir=work merged 2>why; then umount merged; fi
                grep -o 'Too many levels of symbolic links' why || echo taken
                cd /
                rm -r $folder
                """).lines().toList();
        assertThat(seen)
                .as(
                        "the file of both layers; the files of each layer after a change, and what is left; the kernel's word on layers that overlap")
                .containsExactly(
                        "lower", "changed lower below lower - both inner", "Too many levels of symbolic links");
    }

    private String target(String link) {
        return said("readlink -f /dev/disk/by-state/" + link);
    }

    private String said(String command) {
        return world.saidOnDevice(command, COMMAND);
    }
}
