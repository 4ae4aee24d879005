package dev.webendpoints.modal;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.function.EndpointKind;
import dev.webendpoints.function.FunctionSpec;
import dev.webendpoints.function.FunctionSpec.WebMethod;
import dev.webendpoints.image.Images;
import dev.webendpoints.modal.grpc.Call;
import dev.webendpoints.source.MountFile;
import dev.webendpoints.source.Mounts;
import io.smallrye.mutiny.Uni;

/**
 * Tells the author of a {@code fastapi_endpoint} at deploy that its image has no FastAPI, instead of its first caller.
 * Silent if FastAPI may come from elsewhere.
 */
@ApplicationScoped
class FastApiRequirement {

    private static final String MODULE = "fastapi";

    private final Images images;
    private final Mounts mounts;

    FastApiRequirement(Images images, Mounts mounts) {
        this.images = images;
        this.mounts = mounts;
    }

    /** Returns a sentence for each endpoint that certainly can't start. */
    Uni<List<String>> warnings(Call call, FunctionSpec spec) {
        List<String> titles = spec.webMethods().stream()
                .filter(method -> method.kind() == EndpointKind.FASTAPI_ENDPOINT)
                .map(method -> title(spec, method))
                .toList();
        if (titles.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return isMissing(call, spec)
                .map(missing -> missing
                        ? titles.stream().map(FastApiRequirement::sentence).toList()
                        : List.of());
    }

    private Uni<Boolean> isMissing(Call call, FunctionSpec spec) {
        return mounts.files(spec.mountIds())
                .chain(files -> files.stream().anyMatch(FastApiRequirement::mayProvide)
                        ? Uni.createFrom().item(false)
                        : images.lacksModule(call.workspaceId(), spec.imageId(), MODULE));
    }

    /** A file of the app at any place, since code may extend {@code sys.path}. */
    private static boolean mayProvide(MountFile file) {
        return file.filename().contains("/" + MODULE + "/") || file.filename().contains("/" + MODULE + ".");
    }

    private static String title(FunctionSpec spec, WebMethod method) {
        return spec.tag().replace("*", method.name());
    }

    private static String sentence(String title) {
        return title + " is a fastapi_endpoint, and its image has no FastAPI: add it with"
                + " image.pip_install(\"fastapi[standard]\").";
    }
}
