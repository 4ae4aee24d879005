package dev.webendpoints.image.disk;

import java.util.List;

/** The disk space that this server uses for images. */
public record KeptOnDisk(Figure layers, Figure packages, Figure caches) {

    public static final KeptOnDisk NOTHING = new KeptOnDisk(Figure.ZERO, Figure.ZERO, Figure.ZERO);

    /** @param count number of directories */
    public record Figure(long count, long bytes) {

        static final Figure ZERO = new Figure(0, 0);
    }

    public static KeptOnDisk of(List<KeptDirectory> kept) {
        return new KeptOnDisk(
                figure(kept, KeptDirectory.Kind.LAYER),
                figure(kept, KeptDirectory.Kind.PACKAGES),
                figure(kept, KeptDirectory.Kind.CACHE));
    }

    private static Figure figure(List<KeptDirectory> all, KeptDirectory.Kind kind) {
        List<KeptDirectory> kept =
                all.stream().filter(each -> each.kind() == kind).toList();
        return new Figure(
                kept.size(), kept.stream().mapToLong(KeptDirectory::bytes).sum());
    }
}
