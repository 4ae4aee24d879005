package dev.webendpoints.modal;

import java.util.Base64;
import java.util.HexFormat;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.modal.generated.BlobCreateRequest;
import dev.webendpoints.modal.generated.BlobCreateResponse;
import dev.webendpoints.modal.generated.UploadUrls;
import dev.webendpoints.source.Blobs;
import io.smallrye.mutiny.Uni;

/** Announces uploads of large files, which come over plain HTTP to the same port. */
@ApplicationScoped
class BlobCalls {

    private final Blobs blobs;

    BlobCalls(Blobs blobs) {
        this.blobs = blobs;
    }

    Uni<BlobCreateResponse> create(Call call, BlobCreateRequest request) {
        return Uni.createFrom()
                .item(() -> hex(request.getContentSha256Base64()))
                .chain(sha256 -> blobs.create(call.workspaceId(), sha256, request.getContentLength()))
                .map(id -> answer(id, "http://" + call.uploadAuthority() + "/blobs/" + id));
    }

    private static String hex(String base64) {
        try {
            return HexFormat.of().formatHex(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw Refused.invalid("content_sha256_base64 is not Base64.");
        }
    }

    /** Clients of different age read one or the other pair of fields. */
    private static BlobCreateResponse answer(String id, String url) {
        return BlobCreateResponse.newBuilder()
                .setBlobId(id)
                .setUploadUrl(url)
                .addBlobIds(id)
                .setUploadUrls(UploadUrls.newBuilder().addItems(url))
                .build();
    }
}
