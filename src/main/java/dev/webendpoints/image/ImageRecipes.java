package dev.webendpoints.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.source.ContentId;
import dev.webendpoints.source.DatabaseTransactions;
import dev.webendpoints.source.MountFile;
import dev.webendpoints.source.Mounts;
import dev.webendpoints.source.Sha256;
import io.smallrye.mutiny.Uni;

/** Computes the content hashes of image definitions, and finds the images that they build upon. */
@ApplicationScoped
class ImageRecipes {

    /** Part of every hash: changed when the same commands change their meaning. */
    private static final String MEANING = "3";

    private final DatabaseTransactions transactions;
    private final ImageRepository images;
    private final Mounts mounts;

    ImageRecipes(DatabaseTransactions transactions, ImageRepository images, Mounts mounts) {
        this.transactions = transactions;
        this.images = images;
        this.mounts = mounts;
    }

    /**
     * @param distinction empty, or a value that distinguishes this build from that of equal content
     * @throws ImageNotFound if a base does not belong to this workspace
     */
    Uni<ImageRecipe> of(String workspaceId, ImageDefinition definition, String clientVersion, String distinction) {
        return base(workspaceId, definition)
                .chain(base -> contextFiles(workspaceId, definition)
                        .map(files -> new ImageRecipe(
                                workspaceId,
                                hash(workspaceId, definition, base, files, distinction),
                                definition,
                                base,
                                clientVersion)));
    }

    Uni<ImageRecipe> of(StoredImage image) {
        ImageDefinition definition = DefinitionJson.fromJson(image.definition);
        return base(image.workspaceId, definition)
                .map(base ->
                        new ImageRecipe(image.workspaceId, image.contentHash, definition, base, image.clientVersion));
    }

    private Uni<Optional<ImageRecipe>> base(String workspaceId, ImageDefinition definition) {
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
     * Includes the workspace: code that packages run during a build can change the workspace's cache, so what was
     * installed from the cache must not be shared with other workspaces.
     */
    private static String hash(
            String workspaceId,
            ImageDefinition definition,
            Optional<ImageRecipe> base,
            List<MountFile> mounted,
            String distinction) {
        List<String> parts = new ArrayList<>(List.of(MEANING, workspaceId, distinction));
        parts.add(base.map(ImageRecipe::contentHash).orElse(""));
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
