package dev.webendpoints.modal;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.modal.generated.BlobCreateRequest;
import dev.webendpoints.modal.generated.BlobCreateResponse;
import dev.webendpoints.modal.generated.UploadUrls;
import dev.webendpoints.modal.grpc.Call;
import dev.webendpoints.modal.grpc.CallRejected;
import dev.webendpoints.source.Blobs;
import dev.webendpoints.source.SourcesConfig;
import io.smallrye.mutiny.Uni;

/** Creates uploads of large files, which clients send over plain HTTP to the same port. */
@ApplicationScoped
class BlobCalls {

    private final Blobs blobs;
    private final Optional<String> uploadUrl;

    BlobCalls(Blobs blobs, SourcesConfig config) {
        this.blobs = blobs;
        this.uploadUrl = config.uploadUrl();
    }

    Uni<BlobCreateResponse> create(Call call, BlobCreateRequest request) {
        return Uni.createFrom()
                .item(() -> hex(request.getContentSha256Base64()))
                .chain(sha256 -> blobs.create(call.workspaceId(), sha256, request.getContentLength()))
                .map(id -> answer(id, uploads(uploadUrl, call.uploadAuthority()) + id));
    }

    /**
     * Returns the URL prefix of a blob's id.
     *
     * @param configured the upload URL that the operator configured
     */
    static String uploads(Optional<String> configured, String authority) {
        return UploadAuthority.base(configured, authority) + "/blobs/";
    }

    private static String hex(String base64) {
        try {
            return HexFormat.of().formatHex(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw CallRejected.invalid("content_sha256_base64 is not Base64.");
        }
    }

    /** Sets both pairs of fields: clients of different versions read one or the other. */
    private static BlobCreateResponse answer(String id, String url) {
        return BlobCreateResponse.newBuilder()
                .setBlobId(id)
                .setUploadUrl(url)
                .addBlobIds(id)
                .setUploadUrls(UploadUrls.newBuilder().addItems(url))
                .build();
    }
}
