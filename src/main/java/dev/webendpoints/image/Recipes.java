package dev.webendpoints.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.source.ContentId;
import dev.webendpoints.source.MountFile;
import dev.webendpoints.source.Mounts;
import dev.webendpoints.source.Sha256;
import dev.webendpoints.source.Transactions;
import io.smallrye.mutiny.Uni;

/** Gives image definitions their content hashes, and finds what they build upon. */
@ApplicationScoped
class Recipes {

    /** Part of every hash: raised when the same commands come to mean something else. */
    private static final String MEANING = "2";

    private final Transactions transactions;
    private final ImageRepository images;
    private final Mounts mounts;

    Recipes(Transactions transactions, ImageRepository images, Mounts mounts) {
        this.transactions = transactions;
        this.images = images;
        this.mounts = mounts;
    }

    /**
     * @param distinction empty, or something that makes this build another one than that of equal content
     * @throws ImageNotFound when a base is not of this workspace
     */
    Uni<Recipe> of(String workspaceId, ImageDefinition definition, String clientVersion, String distinction) {
        return base(workspaceId, definition)
                .chain(base -> contextFiles(workspaceId, definition)
                        .map(files -> new Recipe(
                                workspaceId,
                                hash(workspaceId, definition, base, files, distinction),
                                definition,
                                base,
                                clientVersion)));
    }

    Uni<Recipe> of(StoredImage image) {
        ImageDefinition definition = Definitions.fromJson(image.definition);
        return base(image.workspaceId, definition)
                .map(base -> new Recipe(image.workspaceId, image.contentHash, definition, base, image.clientVersion));
    }

    private Uni<Optional<Recipe>> base(String workspaceId, ImageDefinition definition) {
        if (definition.bases().isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        String id = definition.bases().get(0).imageId();
        return transactions
                .run(() -> images.ofWorkspace(workspaceId, id))
                .chain(this::of)
                .map(Optional::of);
    }

    private Uni<List<MountFile>> contextFiles(String workspaceId, ImageDefinition definition) {
        if (definition.contextMountId() == null) {
            return Uni.createFrom().item(List.of());
        }
        List<String> mount = List.of(definition.contextMountId());
        return mounts.require(workspaceId, mount).chain(() -> mounts.files(mount));
    }

    /**
     * The workspace is a part of it: what a package runs while it is built can change its workspace's cache, and what
     * was installed from there is nobody else's.
     */
    private static String hash(
            String workspaceId,
            ImageDefinition definition,
            Optional<Recipe> base,
            List<MountFile> mounted,
            String distinction) {
        List<String> parts = new ArrayList<>(List.of(MEANING, workspaceId, distinction));
        parts.add(base.map(Recipe::contentHash).orElse(""));
        definition.bases().forEach(each -> parts.add("base " + each.tag()));
        definition.commands().forEach(command -> parts.add("command " + command));
        definition.contextFiles().forEach(file -> parts.add("file " + Sha256.of(file.data()) + file.filename()));
        mounted.forEach(file -> parts.add("mounted " + file.sha256() + file.mode() + file.filename()));
        new TreeMap<>(definition.buildArguments())
                .forEach((name, value) -> parts.add("argument " + name + "=" + value));
        parts.add("function " + definition.buildFunction());
        return ContentId.hashOf(parts);
    }
}
